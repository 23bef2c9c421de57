using AccelSim.Engine.Functional.Quantisation.Gemm;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// Products that meet their scales as they are added: each run of K under one scale on each side is summed from zero, its scaled value added to an
/// fp32 accumulator by one fused multiply-add, low path before high (GemmReference's contract), or both paths by one (shift and add).
/// </summary>
internal static class SegmentedSum
{
    /// <summary>Adds the product of two tiles to fp32 accumulators, [rows, columns].</summary>
    public static void Add(GemmArithmetic arithmetic, GemmOperand a, GemmOperand w, float[] values)
    {
        int cols = w.Vectors;
        bool two = a.High is not null || w.High is not null;
        var low = new Int128[values.Length];
        var high = new Int128[two ? values.Length : 0];
        for (int k = 0; k < a.K;)
        {
            int end = Math.Min(Math.Min((k / a.Segment + 1) * a.Segment, (k / w.Segment + 1) * w.Segment), a.K);
            Array.Clear(low);
            arithmetic.Sum.Add(a, w, k, end, high: false, low);
            if (two)
            {
                Array.Clear(high);
                arithmetic.Sum.Add(a, w, k, end, high: true, high);
            }
            for (int i = 0; i < values.Length; i++)
            {
                int sa = i / cols * a.Segments + k / a.Segment, sw = i % cols * w.Segments + k / w.Segment;
                if (arithmetic.ShiftsAndAdds)
                {
                    values[i] = MathF.FusedMultiplyAdd(a.LowScales[sa],
                        ShiftedSum.Of(arithmetic.Sum.Exact(low[i]), w.LowScales[sw], arithmetic.Sum.Exact(high[i]), w.HighScales[sw]), values[i]);
                    continue;
                }
                values[i] = MathF.FusedMultiplyAdd(a.LowScales[sa] * w.LowScales[sw], arithmetic.Sum.Value(low[i]), values[i]);
                if (two)
                    values[i] = MathF.FusedMultiplyAdd(a.HighScales[sa] * w.HighScales[sw], arithmetic.Sum.Value(high[i]), values[i]);
            }
            k = end;
        }
    }
}
