using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>One IEEE fp32 fused multiply-add a term, in ascending order: a scalar core, or one lane of a vector unit.</summary>
public sealed class SequentialFma : DotAccumulator
{
    /// <exception cref="ArgumentException">An operand format has values that fp32 does not hold.</exception>
    public SequentialFma(ScalarFormat left, ScalarFormat right)
        : base(left, right, ScalarFormats.Fp32) => Float32.RequireExact(left, right);

    protected override uint Sum(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        float sum = BitConverter.UInt32BitsToSingle(start);
        for (int i = 0; i < left.Length; i++)
            sum = MathF.FusedMultiplyAdd(LeftCodec.Decode(left[i]), RightCodec.Decode(right[i]), sum);
        return Float32.Code(sum);
    }
}
