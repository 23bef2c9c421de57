using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Dot products of block-scaled operands whose scales enter the datapath itself: every <see cref="BlockLength"/> terms along K share a scale on
/// each side. Instances are immutable and safe to share between threads.
/// </summary>
public abstract class ScaledDotAccumulator
{
    protected ScaledDotAccumulator(ScalarFormat left, ScalarFormat right, ScalarFormat scale, int blockLength, ScalarFormat output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        LeftCodec = new ScalarCodec(left);
        RightCodec = new ScalarCodec(right);
        ScaleCodec = new ScalarCodec(scale);
        OutputCodec = new ScalarCodec(output);
        BlockLength = blockLength;
    }

    public ScalarFormat Left => LeftCodec.Format;

    public ScalarFormat Right => RightCodec.Format;

    /// <summary>Format of the scales of both sides.</summary>
    public ScalarFormat Scale => ScaleCodec.Format;

    public ScalarFormat Output => OutputCodec.Format;

    /// <summary>Terms along K under one scale.</summary>
    public int BlockLength { get; }

    protected ScalarCodec LeftCodec { get; }

    protected ScalarCodec RightCodec { get; }

    protected ScalarCodec ScaleCodec { get; }

    protected ScalarCodec OutputCodec { get; }

    /// <summary>start + sum over i of left[i] * right[i] * leftScales[i / block] * rightScales[i / block].</summary>
    /// <param name="left">K codes.</param>
    /// <param name="right">K codes.</param>
    /// <param name="leftScales">One code a block; a last block may be short.</param>
    /// <param name="rightScales">One code a block.</param>
    /// <param name="start">A code of the output format.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public uint Dot(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, ReadOnlySpan<uint> leftScales, ReadOnlySpan<uint> rightScales, uint start = 0)
    {
        int blocks = (left.Length + BlockLength - 1) / BlockLength;
        if (left.Length != right.Length || leftScales.Length != blocks || rightScales.Length != blocks)
            throw new ArgumentException($"{left.Length} and {right.Length} codes in blocks of {BlockLength} meet {leftScales.Length} and {rightScales.Length} scales");
        return Sum(left, right, leftScales, rightScales, start);
    }

    /// <summary><see cref="Dot"/> of operands known to fit each other.</summary>
    protected abstract uint Sum(
        ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, ReadOnlySpan<uint> leftScales, ReadOnlySpan<uint> rightScales, uint start);
}
