using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace AccelSim.Input.Yaml;

/// <summary>What came of reading an input: a value, or every problem found. Bad input is never an exception.</summary>
/// <typeparam name="T">What was read.</typeparam>
public sealed class ReadResult<T> where T : class
{
    private ReadResult(T? value, ImmutableArray<Problem> problems)
    {
        Value = value;
        Problems = problems;
    }

    /// <summary>The value, null when there are problems.</summary>
    public T? Value { get; }

    /// <summary>Sorted by position; empty when there is a value.</summary>
    public ImmutableArray<Problem> Problems { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Value is not null;

    /// <summary>Applies the next stage of reading to the value, or hands the problems on.</summary>
    public ReadResult<TNext> Then<TNext>(Func<T, ReadResult<TNext>> next) where TNext : class =>
        Ok ? next(Value) : ReadResult<TNext>.Bad(Problems);

    public static ReadResult<T> Good(T value) => new(value, []);

    public static ReadResult<T> Bad(ImmutableArray<Problem> problems)
    {
        if (problems.IsEmpty) throw new ArgumentException("A failed reading has at least one problem.", nameof(problems));
        return new(null, problems);
    }

    public static ReadResult<T> Bad(Problem problem) => new(null, [problem]);
}
