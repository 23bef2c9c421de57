using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>Operands too wide for exact sums: one fp32 fused multiply-add a product, k ascending. The running sum is the fp32 word.</summary>
internal sealed class ChainSum : SegmentSum
{
    private static readonly ScalarCodec Single = new(ScalarFormats.Fp32);

    public override bool JoinsRunning => false;

    public override void Add(GemmOperand a, GemmOperand w, int first, int end, bool high, Span<Int128> sums)
    {
        for (int m = 0; m < a.Vectors; m++)
        {
            for (int n = 0; n < w.Vectors; n++)
            {
                ref Int128 sum = ref sums[m * w.Vectors + n];
                sum = BitConverter.SingleToUInt32Bits(PathSum.Chain(a, m * a.K, w, n * w.K, first, end, high, Value(sum)));
            }
        }
    }

    public override float Value(Int128 sum) => BitConverter.UInt32BitsToSingle((uint)sum);

    public override (Int128 Integer, int Exponent) Exact(Int128 sum)
    {
        UnpackedCode code = Single.Unpack((uint)sum);
        return (code.Significand, code.Exponent);
    }
}
