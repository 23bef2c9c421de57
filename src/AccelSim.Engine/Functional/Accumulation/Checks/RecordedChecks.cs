using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation.Silicon;
using AccelSim.Engine.Functional.Verification;

namespace AccelSim.Engine.Functional.Accumulation.Checks;

/// <summary>What is checked against results that hardware gave.</summary>
public static class RecordedChecks
{
    /// <summary>FP8 as the silicon would add it natively: what an emulated recording must not look like.</summary>
    private const string NativeInstead = "native instead of emulated";

    /// <summary>Every row of a file is reproduced bit for bit.</summary>
    public static NumericCheck Reproduced(VectorFile file, ImmutableArray<DotVector> rows)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new($"recorded {Stem(file)}", $"The results of {file.Gpu}, {file.Instruction}, are reproduced bit for bit.",
            () => new(rows.Length, Wrong(file.Build(), rows)));
    }

    /// <summary>Every wrong parameter is noticed by a row of some file, or by a closed-form vector for the parameters of some file.</summary>
    public static NumericCheck Mutants(IReadOnlyList<(VectorFile Entry, ImmutableArray<DotVector> Rows)> recorded) =>
        new("recorded mutants", "Every wrong parameter fails on a recorded row or on a closed-form vector.", () =>
        {
            var count = default(CheckCount);
            foreach (Mutation mutation in Mutation.All)
            {
                bool noticed = recorded.Any(r => Noticed(r.Entry, r.Rows, mutation) > 0);
                VectorFile[] tellable = [.. recorded.Select(r => r.Entry).Where(f => Tellable(f, mutation))];
                if (noticed || tellable.Length > 0)
                    count += CheckCount.Of(noticed || tellable.Any(f => PresetChecks.Noticed(mutation.Change(f.Parameters)!, f.Parameters, f.Input)));
            }
            return recorded.Where(r => r.Entry.Emulated).Aggregate(count, (sum, r) => sum + CheckCount.Of(NativeRows(r.Entry, r.Rows) > 0));
        });

    /// <summary>Mistakes that the rows of a file cannot tell, by name.</summary>
    public static IEnumerable<string> Unobservable(VectorFile file, ImmutableArray<DotVector> rows) => Mutation.All
        .Where(m => m.Change(file.Parameters) is not null && Noticed(file, rows, m) == 0).Select(m => m.Name)
        .Concat(file.Emulated && NativeRows(file, rows) == 0 ? [NativeInstead] : []);

    /// <summary>Rows that fail under a wrong parameter; -1 where the mistake cannot be made.</summary>
    public static long Noticed(VectorFile file, ImmutableArray<DotVector> rows, Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(mutation);
        return mutation.Change(file.Parameters) is { } wrong ? Wrong(file.Build(wrong), rows) : -1;
    }

    /// <summary>Rows of an emulated instruction that fail under native FP8 of the same generation (32 terms, F = 13).</summary>
    public static long NativeRows(VectorFile file, ImmutableArray<DotVector> rows)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Wrong(new TFdpa(file.Input, file.Input, TFdpaParameters.Usual(32, 13, file.Parameters.Rounding)), rows);
    }

    private static bool Tellable(VectorFile file, Mutation mutation) => mutation.Change(file.Parameters) is not null
        && ClosedFormVectors.Fits(file.Parameters, file.Input) && PresetChecks.Observable(mutation, file.Parameters, file.Input);

    private static long Wrong(DotAccumulator model, ImmutableArray<DotVector> rows) => rows.LongCount(v => model.Dot(v.A, v.B, v.C) != v.D);

    private static string Stem(VectorFile file) => file.Name.Split('.')[0];
}
