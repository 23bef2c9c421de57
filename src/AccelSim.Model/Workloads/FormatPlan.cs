using System.Collections.Immutable;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;

namespace AccelSim.Model.Workloads;

/// <summary>Number formats of a model by class of operand, with exceptions by name of operation. Everything is bf16 unless said otherwise.</summary>
public sealed record FormatPlan
{
    private static readonly NumberFormat Default = new PlainFormat(ScalarFormats.Bf16);

    /// <summary>bf16 everywhere.</summary>
    public static FormatPlan Bf16 { get; } = new();

    public NumberFormat Weights { get; init; } = Default;

    public NumberFormat Activations { get; init; } = Default;

    /// <summary>Key-value cache.</summary>
    public NumberFormat Kv { get; init; } = Default;

    /// <summary>Queries, and the probabilities that multiply values.</summary>
    public NumberFormat Attention { get; init; } = Default;

    /// <summary>Weights of the output head. Its inputs stay wide when it does, else they follow <see cref="Activations"/>.</summary>
    public NumberFormat Head { get; init; } = Default;

    /// <summary>Residual stream, results of linear layers, router, input embedding.</summary>
    public NumberFormat Wide { get; init; } = Default;

    /// <summary>The last that matches wins.</summary>
    public ImmutableArray<FormatOverride> Overrides { get; init; } = [];

    /// <summary>Fills in what SQ formats leave open, so that the bits that are billed are those that are stored.</summary>
    public QuantisationOptions Quantisation { get; init; } = QuantisationOptions.Default;

    /// <summary>Format of a class of operands of the operation with a dotted name, such as <c>layers.3.down_proj</c> or <c>lm_head</c>.</summary>
    public NumberFormat For(OperandClass operand, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        NumberFormat format = Stated(operand, name);
        return operand switch
        {
            OperandClass.Weights or OperandClass.Head =>
                WeightsBeside(format, Stated(OperandClass.Activations, name)),
            OperandClass.Kv => Quantisation.Complete(format, OperandRole.KvKeys),
            _ => Quantisation.Complete(format, OperandRole.Activations),
        };
    }

    /// <summary>Weights complete, with the scales that they take beside given activations.</summary>
    public NumberFormat WeightsBeside(NumberFormat weights, NumberFormat activations) =>
        Quantisation.Beside(Quantisation.Complete(weights, OperandRole.Weights), Quantisation.Complete(activations, OperandRole.Activations));

    private NumberFormat Stated(OperandClass operand, string name)
    {
        for (int i = Overrides.Length - 1; i >= 0; i--)
        {
            if (Overrides[i].Class == operand && Overrides[i].Pattern.Matches(name))
                return Overrides[i].Format;
        }
        bool isRouter = name.EndsWith(".router", StringComparison.Ordinal);
        return operand switch
        {
            OperandClass.Weights when name == "lm_head" => Head,
            OperandClass.Activations when name == "lm_head" => IsNarrow(Head) ? Activations : Wide,
            OperandClass.Weights or OperandClass.Activations when isRouter => Wide,
            OperandClass.Weights => Weights,
            OperandClass.Activations => Activations,
            OperandClass.Kv => Kv,
            OperandClass.Attention => Attention,
            _ => Head,
        };
    }

    /// <summary>True when writing the format means quantising: it has fewer bits than the residual stream.</summary>
    public bool IsNarrow(NumberFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Elements[^1].Bits < Wide.Elements[^1].Bits;
    }

    /// <summary>Formats that cannot play the part they are given, with the key that gave them.</summary>
    public IEnumerable<(string Key, string Message)> Faults()
    {
        foreach ((string key, OperandClass operand, NumberFormat format) in Given())
        {
            OperandRole[] roles = operand switch
            {
                OperandClass.Weights or OperandClass.Head => [OperandRole.Weights],
                OperandClass.Kv => [OperandRole.KvKeys, OperandRole.KvValues],
                _ => [OperandRole.Activations],
            };
            if (roles.Select(format.WhyNot).FirstOrDefault(why => why is not null) is { } reason)
                yield return (key, reason);
        }
    }

    private IEnumerable<(string Key, OperandClass Operand, NumberFormat Format)> Given()
    {
        yield return ("formats.weights", OperandClass.Weights, Weights);
        yield return ("formats.activations", OperandClass.Activations, Activations);
        yield return ("formats.kv", OperandClass.Kv, Kv);
        yield return ("formats.attention", OperandClass.Attention, Attention);
        yield return ("formats.head", OperandClass.Head, Head);
        foreach (FormatOverride exception in Overrides)
            yield return ($"formats.overrides.{exception.Pattern}", exception.Class, exception.Format);
    }
}
