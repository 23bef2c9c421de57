using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;
using CsCheck;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>Random operands: any codes, codes of finite numbers, codes with few exponents.</summary>
internal static class AccumulatorGen
{
    public static ScalarFormat[] Floats { get; } =
    [
        ScalarFormats.Fp4E2M1, ScalarFormats.Fp6E2M3, ScalarFormats.Fp6E3M2, ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E5M2,
        ScalarFormats.Fp16, ScalarFormats.Bf16, ScalarFormats.Tf32,
    ];

    public static Gen<uint> AnyCode(ScalarFormat format) => Gen.UInt.Select(u => u >> (32 - format.CodeBits));

    public static Gen<uint> FiniteCode(ScalarFormat format)
    {
        var codec = new ScalarCodec(format);
        return AnyCode(format).Select(code => codec.Classify(code) == CodeClass.Finite ? code : code & 1);
    }

    /// <summary>Values +-2^low .. 2^high (and zeros), so that sums cancel and truncation bites.</summary>
    public static Gen<uint> Near(ScalarFormat format, int low, int high)
    {
        var codec = new ScalarCodec(format);
        return Gen.Select(Gen.Int[low, high], Gen.Double[1, 2], Gen.Bool, Gen.Int[0, 15])
            .Select(t => t.Item4 == 0 ? 0 : codec.Encode((t.Item3 ? -1 : 1) * Math.ScaleB(t.Item2, t.Item1), Conversion.Saturating));
    }

    public static uint[] Negated(ScalarFormat format, uint[] codes) => Array.ConvertAll(codes, c => c ^ (1u << (format.CodeBits - 1)));

    public static DotAccumulator Hopper(ScalarFormat left, ScalarFormat right, int length = 16, int fraction = 25, OutputRounding? rounding = null) =>
        new TFdpa(left, right, TFdpaParameters.Usual(length, fraction, rounding ?? OutputRounding.RzFp32));
}
