using System.Numerics;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// How the fixed-point sum of a tensor core becomes its result (rho of MMA-Sim, arXiv 2511.10909): exponent range and fraction bits kept,
/// truncated or nearest-even, packed into an fp32 or fp16 word. Overflow gives infinity, under truncation too; subnormals are produced; zero is +0.
/// </summary>
public sealed record OutputRounding
{
    private readonly int minExponent;
    private readonly uint infinity;
    private readonly int unusedBits;
    private readonly int signPosition;

    private OutputRounding(string name, ScalarFormat container, int mantissaBits, Rounding rounding)
    {
        Name = name;
        Container = container;
        MantissaBits = mantissaBits;
        Rounding = rounding;
        minExponent = 1 - container.Bias;
        infinity = ((1u << container.ExponentBits) - 1) << mantissaBits;
        unusedBits = container.MantissaBits - mantissaBits;
        signPosition = container.CodeBits - 1;
    }

    /// <summary>fp32 by truncation: fp16, bf16 and tf32 inputs.</summary>
    public static OutputRounding RzFp32 { get; } = new("RZ-FP32", ScalarFormats.Fp32, 23, Rounding.TowardZero);

    /// <summary>fp32 exponent with 13 fraction bits by truncation, the low 10 bits of the word zero: native FP8.</summary>
    public static OutputRounding RzE8M13 { get; } = new("RZ-E8M13", ScalarFormats.Fp32, 13, Rounding.TowardZero);

    /// <summary>fp16, nearest-even, in one rounding from the sum.</summary>
    public static OutputRounding RneFp16 { get; } = new("RNE-FP16", ScalarFormats.Fp16, 10, Rounding.NearestEven);

    /// <summary>fp32 nearest-even: no known tensor core, a choice for a design.</summary>
    public static OutputRounding RneFp32 { get; } = new("RNE-FP32", ScalarFormats.Fp32, 23, Rounding.NearestEven);

    /// <summary>E8M13 nearest-even: no known tensor core, a choice for a design.</summary>
    public static OutputRounding RneE8M13 { get; } = new("RNE-E8M13", ScalarFormats.Fp32, 13, Rounding.NearestEven);

    /// <summary>fp16 by truncation: no known tensor core, a choice for a design.</summary>
    public static OutputRounding RzFp16 { get; } = new("RZ-FP16", ScalarFormats.Fp16, 10, Rounding.TowardZero);

    public static IReadOnlyList<OutputRounding> All { get; } = [RzFp32, RzE8M13, RneFp16, RneFp32, RneE8M13, RzFp16];

    public string Name { get; }

    /// <summary>The format of the result's word: fp32 or fp16.</summary>
    public ScalarFormat Container { get; }

    /// <summary>Fraction bits kept, at most those of the container.</summary>
    public int MantissaBits { get; }

    public Rounding Rounding { get; }

    /// <summary>The rounding of this name, or null.</summary>
    public static OutputRounding? Find(string name) => All.FirstOrDefault(r => r.Name == name);

    /// <summary>The code of <paramref name="sum"/> * 2^<paramref name="lowest"/>.</summary>
    /// <param name="sum">Any but the most negative long.</param>
    /// <param name="lowest">Exponent of the sum's lowest bit.</param>
    public uint Encode(long sum, int lowest)
    {
        if (sum == 0)
            return 0;
        unchecked
        {
            ulong magnitude = (ulong)Math.Abs(sum);
            int exponent = Math.Max(63 - BitOperations.LeadingZeroCount(magnitude) + lowest, minExponent);
            int drop = exponent - MantissaBits - lowest;
            ulong kept = drop <= 0 ? magnitude << -drop
                : Rounding == Rounding.TowardZero ? (drop >= 64 ? 0 : magnitude >> drop)
                : RoundedShift.Right(magnitude, drop, sticky: false, Rounding);
            // The hidden bit of the kept part, and a carry out of rounding, raise the exponent field by themselves.
            ulong code = ((ulong)(exponent - minExponent) << MantissaBits) + kept;
            return ((uint)Math.Min(code, infinity) << unusedBits) | (sum < 0 ? 1u << signPosition : 0);
        }
    }

    public override string ToString() => Name;
}
