using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// The numbers that describe a truncated fused dot-product-add (T-FDPA of MMA-Sim, arXiv 2511.10909; the block FMA of arXiv 2512.07004, whose
/// "extra alignment bits" are F - 23).
/// </summary>
/// <param name="GroupLength">L: products added to the accumulator at once, exactly after alignment. A shorter instruction gives a shorter group.</param>
/// <param name="FractionBits">F: bits kept below the largest exponent of the group.</param>
/// <param name="Rounding">rho: how a group's sum becomes the accumulator again.</param>
/// <param name="ZeroExponent">e0: exponent that zero terms hold; matters only where all nonzero products lie below it and the accumulator is zero.</param>
/// <param name="Alignment">What becomes of bits below F.</param>
public sealed record TFdpaParameters(
    int GroupLength,
    int FractionBits,
    OutputRounding Rounding,
    int ZeroExponent,
    Alignment Alignment = Alignment.TruncateMagnitude)
{
    /// <summary>e0 by the rule of thumb that all published values follow: (-126 or -14) - (F - 18).</summary>
    public static int UsualZeroExponent(int fractionBits, OutputRounding rounding)
    {
        ArgumentNullException.ThrowIfNull(rounding);
        return 1 - rounding.Container.Bias - (fractionBits - 18);
    }

    /// <summary>Parameters with the usual e0.</summary>
    public static TFdpaParameters Usual(int groupLength, int fractionBits, OutputRounding rounding) =>
        new(groupLength, fractionBits, rounding, UsualZeroExponent(fractionBits, rounding));

    /// <summary>The numbers of a machine's record or of a preset.</summary>
    public static TFdpaParameters Of(Accumulator record)
    {
        ArgumentNullException.ThrowIfNull(record);
        OutputRounding rounding = AccumulatorCatalogue.Rounding(record);
        return new(record.GroupLength, record.FractionBits, rounding, record.ZeroExponent ?? UsualZeroExponent(record.FractionBits, rounding));
    }

    /// <summary>What is out of range, or null.</summary>
    public string? Fault()
    {
        if (GroupLength is < 1 or > 1 << 20)
            return $"a group has 1 to {1 << 20} products, not {GroupLength}";
        if (Accumulator.WidthFault(GroupLength, FractionBits) is { } fault)
            return fault;
        return ZeroExponent is < -4096 or > 4096 ? $"the exponent of zero is {ZeroExponent}; -4096 to 4096 is allowed" : null;
    }
}
