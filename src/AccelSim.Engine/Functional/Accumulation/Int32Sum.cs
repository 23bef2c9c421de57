using System.Numerics;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Integer products added in a 32-bit accumulator: exact modulo 2^32, or clamped to its range after every instruction (PTX <c>.satfinite</c>).
/// </summary>
public sealed class Int32Sum : DotAccumulator
{
    private readonly bool saturate;
    private readonly int groupLength;
    private readonly ExactKernel? kernel;

    /// <param name="left">An integer format.</param>
    /// <param name="right">An integer format.</param>
    /// <param name="saturate">Clamp instead of wrapping.</param>
    /// <param name="groupLength">Terms added exactly before a clamp (the k of the instruction); 0 for all.</param>
    /// <exception cref="ArgumentException">An operand is not an integer, or the group is negative.</exception>
    public Int32Sum(ScalarFormat left, ScalarFormat right, bool saturate = false, int groupLength = 0)
        : base(left, right, ScalarFormats.Int32)
    {
        if (left.Kind != ScalarKind.Integer || right.Kind != ScalarKind.Integer)
            throw new ArgumentException($"{left} x {right} is no product of integers");
        ArgumentOutOfRangeException.ThrowIfNegative(groupLength);
        this.saturate = saturate;
        this.groupLength = groupLength == 0 ? int.MaxValue : groupLength;
        kernel = ExactKernel.For(left, right);
    }

    public override void Multiply(DotShape shape, ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, Span<uint> sums)
    {
        bool exact = Left.Bits + Right.Bits + BitOperations.Log2((uint)shape.K | 1) + 1 <= 63;
        if (kernel is null || !exact || (saturate && groupLength < shape.K))
        {
            MultiplyOneByOne(shape, left, right, sums);
            return;
        }
        shape.Check(left.Length, right.Length, sums.Length);
        kernel.Multiply(shape, left, right, sums, this, saturate
            ? (products, start) => unchecked((uint)(int)Math.Clamp(products + (int)start, int.MinValue, int.MaxValue))
            : (products, start) => unchecked((uint)products + start));
    }

    protected override uint Sum(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        if (!saturate)
            return Wrap(left, right, start);
        int sum = unchecked((int)start);
        for (int done = 0; done < left.Length;)
        {
            int terms = Math.Min(groupLength, left.Length - done);
            Int128 exact = sum;
            for (int i = done; i < done + terms; i++)
                exact += (long)LeftCodec.Unpack(left[i]).Significand * RightCodec.Unpack(right[i]).Significand;
            sum = (int)Int128.Clamp(exact, int.MinValue, int.MaxValue);
            done += terms;
        }
        return unchecked((uint)sum);
    }

    private uint Wrap(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        unchecked
        {
            uint sum = start;
            for (int i = 0; i < left.Length; i++)
                sum += (uint)(LeftCodec.Unpack(left[i]).Significand * RightCodec.Unpack(right[i]).Significand);
            return sum;
        }
    }
}
