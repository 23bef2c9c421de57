using AccelSim.Engine.Functional.Quantisation.Gemm;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>Products of integers, or of floats narrow enough, in fixed point: any order gives the same sum; rounded once to fp32.</summary>
/// <param name="unit">Exponent of the sum's lowest bit.</param>
internal sealed class ExactSum(int unit) : SegmentSum
{
    public override bool JoinsRunning => true;

    public override void Add(GemmOperand a, GemmOperand w, int first, int end, bool high, Span<Int128> sums)
    {
        for (int m = 0; m < a.Vectors; m++)
        {
            for (int n = 0; n < w.Vectors; n++)
                sums[m * w.Vectors + n] += PathSum.Exact(a, m * a.K, w, n * w.K, first, end, high);
        }
    }

    public override float Value(Int128 sum) => SumRounding.Round(sum, unit);

    public override (Int128 Integer, int Exponent) Exact(Int128 sum) => (sum, unit);

    public override Int128 Join(Int128 left, Int128 right) => left + right;
}
