using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>
/// The bit-exactness contract of a GEMM, written for clarity (sq-format.md section 3). Y[m, n] over K cut where a scale of either operand changes:
/// <code>
/// acc = +0 (fp32)
/// for each segment ascending, low path then high path (one path where neither operand has two):
///     S   = exact sum of the products of the path, rounded once to fp32
///     acc = fma( fl32(sA * sW), S, acc )
/// Y = acc, or fl32(acc * fl32(tA * tW)) where an operand has a tensor scale
/// </code>
/// Two passes run all low paths before all high ones. Shift-and-add makes one step of a bank: acc = fma( sA, fl32(sW_low * S_low + sW_high * S_high), acc ).
/// Where an operand is too wide for exact sums (bf16, tf32, fp32), S is a chain of fp32
/// fused multiply-adds from +0, k ascending.
/// </summary>
public static class GemmReference
{
    /// <param name="a">Activations, [M, K].</param>
    /// <param name="w">Weights by column, [N, K].</param>
    /// <param name="order">Order of the two paths.</param>
    /// <returns>[M, N].</returns>
    /// <exception cref="ArgumentException">K differs, or both operands have two precisions and split K differently.</exception>
    public static float[] Multiply(GemmOperand a, GemmOperand w, SumOrder order = SumOrder.PerBank)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(w);
        Check(a, w);
        var y = new float[(long)a.Vectors * w.Vectors];
        for (int m = 0; m < a.Vectors; m++)
            Row(a, m, w, order, y.AsSpan(m * w.Vectors, w.Vectors));
        return y;
    }

    /// <summary>One output; K of both must agree, and with two precisions on both sides so must their partition.</summary>
    /// <param name="a">Activations.</param>
    /// <param name="m">Row.</param>
    /// <param name="w">Weights by column.</param>
    /// <param name="n">Column.</param>
    /// <param name="order">Order of the two paths.</param>
    /// <param name="initial">The accumulator before the first segment, for a reduction that goes on from an earlier one.</param>
    public static float Dot(GemmOperand a, int m, GemmOperand w, int n, SumOrder order = SumOrder.PerBank, float initial = 0)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(w);
        bool two = a.High is not null || w.High is not null;
        float acc = initial;
        if (two && order == SumOrder.TwoPass)
        {
            acc = Pass(a, m, w, n, acc, low: true, high: false);
            acc = Pass(a, m, w, n, acc, low: false, high: true);
        }
        else if (order == SumOrder.ShiftAdd)
        {
            acc = Shifted(a, m, w, n, acc);
        }
        else
        {
            acc = Pass(a, m, w, n, acc, low: true, high: two);
        }
        return Finish(a, w, acc);
    }

    /// <summary>One row of the product.</summary>
    internal static void Row(GemmOperand a, int m, GemmOperand w, SumOrder order, Span<float> y)
    {
        for (int n = 0; n < y.Length; n++)
            y[n] = Dot(a, m, w, n, order);
    }

    /// <summary>The accumulator leaves: tensor scales, where there are any.</summary>
    internal static float Finish(GemmOperand a, GemmOperand w, float acc) =>
        a.TensorScale == 1 && w.TensorScale == 1 ? acc : acc * (a.TensorScale * w.TensorScale);

    /// <exception cref="ArgumentException">K differs, or both operands have two precisions and split K differently.</exception>
    internal static void Check(GemmOperand a, GemmOperand w)
    {
        if (a.K != w.K)
            throw new ArgumentException($"activations of {a.K} channels meet weights of {w.K}");
        if (a.High is not null && w.High is not null && !SplitAlike(a, w))
            throw new ArgumentException("only one operand of a GEMM can be in SQ-format");
    }

    private static float Pass(GemmOperand a, int m, GemmOperand w, int n, float acc, bool low, bool high)
    {
        for (int k = 0; k < a.K;)
        {
            int end = Math.Min(Math.Min((k / a.Segment + 1) * a.Segment, (k / w.Segment + 1) * w.Segment), a.K);
            int sa = m * a.Segments + k / a.Segment;
            int sw = n * w.Segments + k / w.Segment;
            if (low)
                acc = MathF.FusedMultiplyAdd(a.LowScales[sa] * w.LowScales[sw], PathSum.Of(a, m * a.K, w, n * w.K, k, end, high: false), acc);
            if (high)
                acc = MathF.FusedMultiplyAdd(a.HighScales[sa] * w.HighScales[sw], PathSum.Of(a, m * a.K, w, n * w.K, k, end, high: true), acc);
            k = end;
        }
        return acc;
    }

    private static float Shifted(GemmOperand a, int m, GemmOperand w, int n, float acc)
    {
        if (w.High is null)
            throw new ArgumentException("shift and add joins the two sums of SQ weights");
        for (int k = 0; k < a.K;)
        {
            int end = Math.Min(Math.Min((k / a.Segment + 1) * a.Segment, (k / w.Segment + 1) * w.Segment), a.K);
            int sw = n * w.Segments + k / w.Segment;
            float sum = ShiftedSum.Of(
                PathSum.Parts(a, m * a.K, w, n * w.K, k, end, high: false), w.LowScales[sw],
                PathSum.Parts(a, m * a.K, w, n * w.K, k, end, high: true), w.HighScales[sw]);
            acc = MathF.FusedMultiplyAdd(a.LowScales[m * a.Segments + k / a.Segment], sum, acc);
            k = end;
        }
        return acc;
    }

    /// <summary>Weights by rows of two precisions share the partition of a static activation mask.</summary>
    private static bool SplitAlike(GemmOperand a, GemmOperand w)
    {
        for (int k = 0; k < a.K; k++)
        {
            for (int m = 0; m < a.Vectors; m++)
            {
                if (a.High![m * a.K + k] != w.High![k])
                    return false;
            }
            for (int n = 0; n < w.Vectors; n++)
            {
                if (w.High![n * w.K + k] != w.High[k])
                    return false;
            }
        }
        return true;
    }
}
