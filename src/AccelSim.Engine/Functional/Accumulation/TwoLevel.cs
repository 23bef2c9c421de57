using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Promotion: every n terms are added by an inner accumulator that starts from zero, and its result goes into an fp32 register by one fused
/// multiply-add with the segment's scale (DeepSeek-V3 and DeepGEMM: FP8 tensor cores over n = 128, CUDA cores above).
/// </summary>
public sealed class TwoLevel : DotAccumulator
{
    private readonly DotAccumulator inner;
    private readonly int segment;
    private readonly ScalarCodec partials;

    /// <param name="inner">Gives fp32 or a format that fp32 contains.</param>
    /// <param name="segment">n, terms of one promotion.</param>
    /// <exception cref="ArgumentException">The inner output is wider than fp32, or n is below 1.</exception>
    public TwoLevel(DotAccumulator inner, int segment)
        : base(inner.Left, inner.Right, ScalarFormats.Fp32)
    {
        Float32.RequireExact(inner.Output);
        ArgumentOutOfRangeException.ThrowIfLessThan(segment, 1);
        this.inner = inner;
        this.segment = segment;
        partials = new ScalarCodec(inner.Output);
    }

    /// <summary>start + sum over segments of scales[s] * (inner sum of segment s), one fp32 fused multiply-add each, in ascending order.</summary>
    /// <param name="left">K codes.</param>
    /// <param name="right">K codes.</param>
    /// <param name="start">An fp32 code.</param>
    /// <param name="scales">One a segment; the last segment may be short.</param>
    /// <exception cref="ArgumentException">Operands differ in length, or the number of scales is not that of segments.</exception>
    public uint Dot(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start, ReadOnlySpan<float> scales)
    {
        if (left.Length != right.Length || scales.Length != (left.Length + segment - 1) / segment)
            throw new ArgumentException($"{left.Length} and {right.Length} codes in segments of {segment} meet {scales.Length} scales");
        float sum = BitConverter.UInt32BitsToSingle(start);
        for (int s = 0; s < scales.Length; s++)
            sum = MathF.FusedMultiplyAdd(Partial(left, right, s), scales[s], sum);
        return Float32.Code(sum);
    }

    public override void Multiply(DotShape shape, ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, Span<uint> sums)
    {
        if (shape.K == 0)
        {
            MultiplyOneByOne(shape, left, right, sums);
            return;
        }
        shape.Check(left.Length, right.Length, sums.Length);
        uint[] inside = new uint[sums.Length];
        for (int first = 0; first < shape.K; first += segment)
        {
            int terms = Math.Min(segment, shape.K - first);
            Array.Clear(inside);
            inner.Multiply(shape with { K = terms }, Columns(left, shape.M, shape.K, first, terms), Columns(right, shape.N, shape.K, first, terms), inside);
            for (int i = 0; i < sums.Length; i++)
                sums[i] = Float32.Code(BitConverter.UInt32BitsToSingle(sums[i]) + partials.Decode(inside[i]));
        }
    }

    protected override uint Sum(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        float sum = BitConverter.UInt32BitsToSingle(start);
        // A fused multiply-add by one is an addition.
        for (int s = 0; (long)s * segment < left.Length; s++) sum += Partial(left, right, s);
        return Float32.Code(sum);
    }

    private static uint[] Columns(ReadOnlySpan<uint> rows, int count, int stride, int first, int terms)
    {
        uint[] columns = new uint[count * terms];
        for (int row = 0; row < count; row++) rows.Slice(row * stride + first, terms).CopyTo(columns.AsSpan(row * terms));
        return columns;
    }

    private float Partial(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, int index)
    {
        int first = index * segment, terms = Math.Min(segment, left.Length - first);
        return partials.Decode(inner.Dot(left.Slice(first, terms), right.Slice(first, terms)));
    }
}
