using System.Collections.Immutable;

namespace AccelSim.Model.Formats;

/// <summary>The formats a text may name: the built-in ones and those a user declared. Immutable; names ignore case.</summary>
public sealed class FormatCatalogue
{
    private readonly ImmutableSortedDictionary<string, ScalarFormat> scalarsByName;
    private readonly ImmutableSortedDictionary<string, NumberFormat> formatsByName;

    private FormatCatalogue(ImmutableList<ScalarFormat> scalars, ImmutableList<NumberFormat> formats,
        ImmutableSortedDictionary<string, ScalarFormat> scalarsByName, ImmutableSortedDictionary<string, NumberFormat> formatsByName)
    {
        Scalars = scalars;
        Formats = formats;
        this.scalarsByName = scalarsByName;
        this.formatsByName = formatsByName;
    }

    /// <summary>Every format of the contract.</summary>
    public static FormatCatalogue BuiltIn { get; } = BlockScaledFormats.All.Aggregate(
        ScalarFormats.All.Aggregate(Empty(), (catalogue, scalar) => catalogue.With(scalar)),
        (catalogue, format) => catalogue.With(format));

    /// <summary>Scalar types in order of declaration, scale types included.</summary>
    public IReadOnlyList<ScalarFormat> Scalars { get; }

    /// <summary>Formats that a bare name denotes, in order of declaration: one of each operand type without a group, then the block-scaled ones.</summary>
    public IReadOnlyList<NumberFormat> Formats { get; }

    /// <summary>One member of each form that takes parameters, for listings and property tests.</summary>
    public static IReadOnlyList<NumberFormat> ParametricExamples { get; } =
    [
        new PlainFormat(ScalarFormats.Int4, group: 128),
        new PlainFormat(ScalarFormats.Fp8E4M3, group: 128, ScalarFormats.Fp32),
        new PlainFormat(ScalarFormats.Fp8E4M3, group: 128, ScalarFormats.Fp32, groupVectors: 128),
        new TwoFourFormat(new PlainFormat(ScalarFormats.Int8)),
        new TwoFourFormat(new PlainFormat(ScalarFormats.Int4, group: 128)),
        new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, bank: 64, highPerBank: 8),
        new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, bank: 64, highPerBank: 8, SqMask.Static),
        new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, bank: 32, highPerBank: 8, SqMask.Dynamic),
        new SqFormat(ScalarFormats.Fp8E4M3, ScalarFormats.Fp4E2M1, bank: 64, highPerBank: 8, scale: ScalarFormats.E8M0),
    ];

    public ScalarFormat? FindScalar(string name) => scalarsByName.GetValueOrDefault(name);

    public NumberFormat? Find(string name) => formatsByName.GetValueOrDefault(name);

    /// <summary>Adds a scalar type; unless it is a scale type, its name also denotes the plain format of it.</summary>
    /// <exception cref="ArgumentException">See <see cref="Fault"/>.</exception>
    public FormatCatalogue With(ScalarFormat scalar)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        ThrowIfTaken(scalar.Name);
        var scalars = ((ImmutableList<ScalarFormat>)Scalars).Add(scalar);
        var known = scalarsByName.Add(scalar.Name, scalar);
        return scalar.ScaleOnly
            ? new(scalars, (ImmutableList<NumberFormat>)Formats, known, formatsByName)
            : new FormatCatalogue(scalars, (ImmutableList<NumberFormat>)Formats, known, formatsByName)
                .WithFormat(scalar.Name, new PlainFormat(scalar));
    }

    /// <summary>Adds a block-scaled format under its own name.</summary>
    /// <exception cref="ArgumentException">See <see cref="Fault"/>.</exception>
    public FormatCatalogue With(BlockScaledFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return With(format.Name, format);
    }

    /// <summary>Lets a name stand for a format, such as <c>w4sq</c> for <c>sq(int8/int4,b=64,s=0.875)</c>; the format keeps its own spelling.</summary>
    /// <exception cref="ArgumentException">See <see cref="Fault"/>.</exception>
    public FormatCatalogue With(string name, NumberFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        ThrowIfTaken(name);
        return WithFormat(name, format);
    }

    /// <summary>Why a name cannot be declared, or null.</summary>
    public string? Fault(string name) =>
        FormatName.Fault(name) ?? (scalarsByName.ContainsKey(name) || formatsByName.ContainsKey(name) ? $"format '{name}' exists already" : null);

    /// <summary>Names that stand for a format with a spelling of its own.</summary>
    public IEnumerable<KeyValuePair<string, NumberFormat>> Aliases => formatsByName.Where(f => !string.Equals(f.Key, f.Value.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Every name a text may use where a whole format stands.</summary>
    internal IEnumerable<string> Names => formatsByName.Keys;

    private static FormatCatalogue Empty() => new([], [],
        ImmutableSortedDictionary.Create<string, ScalarFormat>(StringComparer.OrdinalIgnoreCase),
        ImmutableSortedDictionary.Create<string, NumberFormat>(StringComparer.OrdinalIgnoreCase));

    private FormatCatalogue WithFormat(string name, NumberFormat format) =>
        new((ImmutableList<ScalarFormat>)Scalars, ((ImmutableList<NumberFormat>)Formats).Add(format), scalarsByName, formatsByName.Add(name, format));

    private void ThrowIfTaken(string name)
    {
        if (Fault(name) is { } fault)
            throw new ArgumentException(fault);
    }
}
