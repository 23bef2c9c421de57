using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Products rounded to fp32, then added in a binary tree of IEEE fp32 adders: neighbours pair up on every level, an odd one goes up unpaired;
/// the root is added to the accumulator. A tree narrower than K is used repeatedly, chained through the accumulator.
/// </summary>
public sealed class PairwiseTree : DotAccumulator
{
    private readonly int width;

    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="width">Products that enter the tree at once; 0 for all.</param>
    /// <exception cref="ArgumentException">An operand format has values that fp32 does not hold, or the width is negative.</exception>
    public PairwiseTree(ScalarFormat left, ScalarFormat right, int width = 0)
        : base(left, right, ScalarFormats.Fp32)
    {
        Float32.RequireExact(left, right);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        this.width = width;
    }

    protected override uint Sum(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        float sum = BitConverter.UInt32BitsToSingle(start);
        float[] terms = new float[width == 0 ? left.Length : Math.Min(width, left.Length)];
        for (int k = 0; k < left.Length; k += terms.Length)
        {
            int count = Math.Min(terms.Length, left.Length - k);
            for (int i = 0; i < count; i++) terms[i] = LeftCodec.Decode(left[k + i]) * RightCodec.Decode(right[k + i]);
            sum += Root(terms.AsSpan(0, count));
        }
        return Float32.Code(sum);
    }

    private static float Root(Span<float> level)
    {
        int count = level.Length;
        while (count > 1)
        {
            int pairs = count / 2;
            for (int i = 0; i < pairs; i++) level[i] = level[2 * i] + level[2 * i + 1];
            if (count % 2 != 0) level[pairs] = level[count - 1];
            count = (count + 1) / 2;
        }
        return level[0];
    }
}
