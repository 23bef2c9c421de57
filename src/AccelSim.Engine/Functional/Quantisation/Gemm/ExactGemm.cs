using System.Numerics;
using System.Runtime.InteropServices;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>
/// <see cref="GemmReference"/>, bit for bit, but fast: where every sum of a segment has at most 53 bits, fp64 holds all partial sums exactly, so
/// vectors of fp64 may add them in any order; the fp32 steps keep theirs. Wider sums and fp32 chains go the reference way.
/// </summary>
public static class ExactGemm
{
    private const int DoubleBits = 53;

    /// <param name="a">Activations, [M, K].</param>
    /// <param name="w">Weights by column, [N, K].</param>
    /// <param name="order">Order of the two paths.</param>
    /// <param name="threads">Threads that share the rows; no result depends on it.</param>
    /// <returns>[M, N].</returns>
    /// <exception cref="ArgumentException">As <see cref="GemmReference.Multiply"/>.</exception>
    public static float[] Multiply(GemmOperand a, GemmOperand w, SumOrder order = SumOrder.PerBank, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(w);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        GemmReference.Check(a, w);
        bool isNarrow = order != SumOrder.ShiftAdd && a.Integers is not null && w.Integers is not null
            && a.MagnitudeBits + w.MagnitudeBits + BitOperations.Log2((uint)Math.Max(Math.Min(a.Segment, w.Segment), 1)) + 1 <= DoubleBits;
        var y = new float[(long)a.Vectors * w.Vectors];
        if (!isNarrow)
        {
            Share(a.Vectors, threads, m => GemmReference.Row(a, m, w, order, y.AsSpan(m * w.Vectors, w.Vectors)));
            return y;
        }
        // The operand with two precisions falls into two parts, each zero where the other is not; products with zeros add nothing to an exact sum.
        GemmOperand split = w.High is null ? a : w;
        bool two = split.High is not null;
        double[] wholeA = Doubles(a, null);
        double[] wholeW = Doubles(w, null);
        double[] low = two ? Doubles(split, false) : [];
        double[] high = two ? Doubles(split, true) : [];
        bool isW = ReferenceEquals(split, w);
        var lowPath = new Path(!two || isW ? wholeA : low, two && isW ? low : wholeW, a.LowScales, w.LowScales);
        var highPath = new Path(!two || isW ? wholeA : high, two && isW ? high : wholeW, a.HighScales, w.HighScales);
        Share(a.Vectors, threads, m => Row(a, w, m, lowPath, two ? highPath : null, order, y.AsSpan(m * w.Vectors, w.Vectors)));
        return y;
    }

    private static void Row(GemmOperand a, GemmOperand w, int m, Path low, Path? high, SumOrder order, Span<float> y)
    {
        for (int n = 0; n < y.Length; n++)
        {
            float acc;
            if (high is not null && order == SumOrder.TwoPass)
                acc = Pass(a, w, m, n, high, null, Pass(a, w, m, n, low, null, 0));
            else
                acc = Pass(a, w, m, n, low, high, 0);
            y[n] = GemmReference.Finish(a, w, acc);
        }
    }

    private static float Pass(GemmOperand a, GemmOperand w, int m, int n, Path first, Path? second, float acc)
    {
        int unit = a.Unit + w.Unit;
        for (int k = 0; k < a.K;)
        {
            int end = Math.Min(Math.Min((k / a.Segment + 1) * a.Segment, (k / w.Segment + 1) * w.Segment), a.K);
            int sa = m * a.Segments + k / a.Segment;
            int sw = n * w.Segments + k / w.Segment;
            acc = first.Add(m * a.K + k, n * w.K + k, end - k, sa, sw, unit, acc);
            if (second is not null)
                acc = second.Add(m * a.K + k, n * w.K + k, end - k, sa, sw, unit, acc);
            k = end;
        }
        return acc;
    }

    private static double[] Doubles(GemmOperand operand, bool? part)
    {
        var values = new double[operand.Integers!.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (part is null || operand.High![i] == part)
                values[i] = operand.Integers[i];
        }
        return values;
    }

    private static void Share(int rows, int threads, Action<int> row)
    {
        if (threads == 1)
        {
            for (int m = 0; m < rows; m++)
                row(m);
            return;
        }
        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, row);
    }

    /// <summary>One precision path: its elements as exact integers in fp64, and its scales.</summary>
    private sealed record Path(double[] A, double[] W, float[] ScalesA, float[] ScalesW)
    {
        public float Add(int a, int w, int length, int scaleA, int scaleW, int unit, float acc)
        {
            double sum = Dot(A.AsSpan(a, length), W.AsSpan(w, length));
            return MathF.FusedMultiplyAdd(ScalesA[scaleA] * ScalesW[scaleW], SumRounding.Round((long)sum, unit), acc);
        }

        private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> w)
        {
            int width = Vector<double>.Count;
            int whole = a.Length - a.Length % (2 * width);
            ReadOnlySpan<Vector<double>> wideA = MemoryMarshal.Cast<double, Vector<double>>(a[..whole]);
            ReadOnlySpan<Vector<double>> wideW = MemoryMarshal.Cast<double, Vector<double>>(w[..whole]);
            Vector<double> even = default;
            Vector<double> odd = default;
            for (int i = 0; i + 1 < wideA.Length; i += 2)
            {
                even = Vector.FusedMultiplyAdd(wideA[i], wideW[i], even);
                odd = Vector.FusedMultiplyAdd(wideA[i + 1], wideW[i + 1], odd);
            }
            double sum = Vector.Sum(even + odd);
            for (int i = whole; i < a.Length; i++)
                sum += a[i] * w[i];
            return sum;
        }
    }
}
