using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>
/// A GEMM whose products are summed by an accumulator of the catalogue: over K as a whole where neither operand has scales, else over each segment
/// between changes of a scale, from +0, joined by one fp32 fused multiply-add a segment and path as in <see cref="GemmReference"/>. Of SQ weights
/// the low path is dense over K (zero under a mask code) and the high path compact; of SQ activations both are compact, as the gather unit leaves them.
/// </summary>
public sealed class AccumulatedGemm
{
    private readonly SumOrder order;
    private readonly bool isUnscaled;
    private readonly Path low;
    private readonly Path high;
    private readonly int exponent;

    /// <exception cref="ArgumentException">The accumulator does not take the operands; see <see cref="Takes"/>.</exception>
    public AccumulatedGemm(Accumulator record, NumberFormat activations, NumberFormat weights, SumOrder order = SumOrder.PerBank)
    {
        ArgumentNullException.ThrowIfNull(activations);
        ArgumentNullException.ThrowIfNull(weights);
        this.order = order;
        isUnscaled = Scalars(activations) is PlainFormat { Scale: null } && Scalars(weights) is PlainFormat { Scale: null };
        low = new Path(record, activations.Elements[0], weights.Elements[0]);
        high = new Path(record, activations.Elements[^1], weights.Elements[^1]);
        exponent = Exponent(activations) + Exponent(weights);
    }

    /// <summary>Whether the accumulator's model multiplies the elements of two formats.</summary>
    public static bool Takes(Accumulator record, NumberFormat activations, NumberFormat weights)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(activations);
        ArgumentNullException.ThrowIfNull(weights);
        AccumulatorModel? model = AccumulatorCatalogue.All.FirstOrDefault(m => m.Name == record.Model);
        return model is not null && activations.Elements.All(a => weights.Elements.All(w => model.Takes(a, w)));
    }

    /// <param name="a">Activations, [M, K].</param>
    /// <param name="w">Weights by column, [N, K].</param>
    /// <returns>[M, N].</returns>
    public float[] Multiply(GemmOperand a, GemmOperand w)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(w);
        GemmReference.Check(a, w);
        if (isUnscaled)
            return low.Product(new DotShape(a.Vectors, w.Vectors, a.K), Codes(a, low.Left), Codes(w, low.Right));
        var y = new float[(long)a.Vectors * w.Vectors];
        for (int m = 0; m < a.Vectors; m++)
        {
            for (int n = 0; n < w.Vectors; n++)
                y[m * w.Vectors + n] = GemmReference.Finish(a, w, Dot(a, m, w, n));
        }
        return y;
    }

    private float Dot(GemmOperand a, int m, GemmOperand w, int n)
    {
        bool two = a.High is not null || w.High is not null;
        if (!two)
            return Pass(a, m, w, n, 0, true, false);
        return order == SumOrder.TwoPass
            ? Pass(a, m, w, n, Pass(a, m, w, n, 0, true, false), false, true)
            : Pass(a, m, w, n, 0, true, true);
    }

    private float Pass(GemmOperand a, int m, GemmOperand w, int n, float acc, bool withLow, bool withHigh)
    {
        for (int k = 0; k < a.K;)
        {
            int end = Math.Min(Math.Min((k / a.Segment + 1) * a.Segment, (k / w.Segment + 1) * w.Segment), a.K);
            int sa = m * a.Segments + k / a.Segment, sw = n * w.Segments + k / w.Segment;
            if (withLow)
                acc = MathF.FusedMultiplyAdd(a.LowScales[sa] * w.LowScales[sw], Segment(a, m, w, n, k, end, false), acc);
            if (withHigh)
                acc = MathF.FusedMultiplyAdd(a.HighScales[sa] * w.HighScales[sw], Segment(a, m, w, n, k, end, true), acc);
            k = end;
        }
        return acc;
    }

    private float Segment(GemmOperand a, int m, GemmOperand w, int n, int first, int end, bool isHigh)
    {
        bool[]? mask = w.High ?? a.High;
        ReadOnlySpan<bool> path = mask is null ? [] : mask.AsSpan((w.High is null ? m * a.K : n * w.K) + first, end - first);
        var taken = new List<int>(end - first);
        for (int i = 0; i < end - first; i++)
        {
            // The low path of SQ weights keeps a slot, zero, for every high element.
            if (path.IsEmpty || path[i] == isHigh || (!isHigh && w.High is not null))
                taken.Add(path.IsEmpty || path[i] == isHigh ? first + i : -1);
        }
        Path unit = isHigh ? high : low;
        return MathF.ScaleB(unit.Sum(Codes(a, m, taken, unit.Left), Codes(w, n, taken, unit.Right)), exponent);
    }

    /// <summary>Elements of one vector, zero where k is negative.</summary>
    private static uint[] Codes(GemmOperand operand, int vector, List<int> taken, ScalarCodec codec)
    {
        int own = operand.Unit - operand.ElementExponent;
        return [.. taken.Select(k => k < 0 ? 0 : codec.Encode(operand.Floats is { } floats
            ? floats[vector * operand.K + k] : MathF.ScaleB(operand.Integers![vector * operand.K + k], own)))];
    }

    private static uint[] Codes(GemmOperand operand, ScalarCodec codec) =>
        [.. Enumerable.Range(0, operand.Vectors * operand.K).Select(i => codec.Encode(operand.Value(i)))];

    private static NumberFormat Scalars(NumberFormat format) => format is TwoFourFormat twoFour ? twoFour.Inner : format;

    private static int Exponent(NumberFormat format) => format is BlockScaledFormat block ? block.ElementExponent : 0;

    /// <summary>One precision path: its codecs and its accumulator.</summary>
    private sealed class Path(Accumulator record, ScalarFormat left, ScalarFormat right)
    {
        private readonly DotAccumulator accumulator = AccumulatorCatalogue.Build(record, left, right);

        public ScalarCodec Left { get; } = new(left);

        public ScalarCodec Right { get; } = new(right);

        private ScalarCodec Output { get; } = new(AccumulatorCatalogue.Build(record, left, right).Output);

        public float[] Product(DotShape shape, uint[] a, uint[] w)
        {
            var sums = new uint[shape.M * shape.N];
            accumulator.Multiply(shape, a, w, sums);
            return Array.ConvertAll(sums, sum => Output.Decode(sum));
        }

        public float Sum(uint[] a, uint[] w) => Output.Decode(accumulator.Dot(a, w));
    }
}
