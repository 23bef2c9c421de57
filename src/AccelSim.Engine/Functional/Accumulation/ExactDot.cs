using System.Numerics;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// All products and the start value added exactly in fixed point, rounded once at the end: the yardstick for every other order, and what a wide
/// enough accumulator computes. An exact zero is +0.
/// </summary>
public sealed class ExactDot : DotAccumulator
{
    private readonly Conversion conversion;
    private readonly int productBits;
    private readonly ExactKernel? kernel;

    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="output">Format of start and result.</param>
    /// <param name="conversion">The one rounding; IEEE nearest-even where absent.</param>
    /// <exception cref="ArgumentException">The output has no code for a NaN or zero that the operands can give.</exception>
    public ExactDot(ScalarFormat left, ScalarFormat right, ScalarFormat output, Conversion? conversion = null)
        : base(left, right, output)
    {
        if (!output.HasNan && (left.HasNan || right.HasNan))
            throw new ArgumentException($"{output} has no NaN, which {left} x {right} can give");
        if (!output.HasZero)
            throw new ArgumentException($"{output} has no zero");
        this.conversion = conversion ?? Conversion.Ieee;
        LowestBit = left.LowestBit + right.LowestBit;
        productBits = FixedBits(left) + FixedBits(right);
        kernel = ExactKernel.For(left, right);
    }

    /// <summary>Exponent of the lowest bit of any product.</summary>
    public int LowestBit { get; }

    /// <summary>The narrowest integer for a sum of <paramref name="terms"/> products.</summary>
    public ExactWidth WidthFor(int terms)
    {
        int bits = productBits + BitOperations.Log2((uint)Math.Max(terms, 1)) + 1;
        return bits <= 63 ? ExactWidth.Long : bits <= 127 ? ExactWidth.Int128 : ExactWidth.Words;
    }

    /// <summary>Bits of the largest magnitude in units of the format's lowest bit; the unused minimum of an integer included.</summary>
    internal static int FixedBits(ScalarFormat format) =>
        format.Kind == ScalarKind.Integer ? format.Bits : format.MaxExponent - format.LowestBit + 1;

    public override void Multiply(DotShape shape, ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, Span<uint> sums)
    {
        shape.Check(left.Length, right.Length, sums.Length);
        if (kernel is not null && WidthFor(shape.K) == ExactWidth.Long)
        {
            kernel.Multiply(shape, left, right, sums, this, (products, start) => Finish(products, start));
            return;
        }
        // Decoding each row once instead of for every product is most of the work saved; the sums are as in Sum.
        var rows = new DecodedRows(LeftCodec, left, shape.M, shape.K);
        var columns = new DecodedRows(RightCodec, right, shape.N, shape.K);
        bool narrow = WidthFor(shape.K) != ExactWidth.Words && FixedBits(Left) <= 63 && FixedBits(Right) <= 63;
        for (int m = 0; m < shape.M; m++)
        {
            for (int n = 0; n < shape.N; n++)
            {
                ref uint sum = ref sums[m * shape.N + n];
                sum = rows.IsSpecial(m) || columns.IsSpecial(n) ? Sum(left.Slice(m * shape.K, shape.K), right.Slice(n * shape.K, shape.K), sum)
                    : narrow ? Finish(DecodedRows.Dot(rows, m, columns, n), sum)
                    : SumWords(rows.Significands(m), rows.Exponents(m), columns.Significands(n), columns.Exponents(n), sum);
            }
        }
    }

    /// <summary>Rounds an exact sum of products, start value included.</summary>
    internal uint Finish(Int128 products, uint start)
    {
        UnpackedCode c = OutputCodec.Unpack(start);
        if (c.Class != CodeClass.Finite)
        {
            var special = new SpecialSum();
            special.Add(c);
            return special.Code(OutputCodec);
        }
        if (c.Significand == 0)
            return OutputCodec.Encode(products < 0, (UInt128)Int128.Abs(products), LowestBit, sticky: false, conversion);
        int lowest = Math.Min(LowestBit, c.Exponent);
        var wide = new WideSum(stackalloc ulong[WideSum.Words(lowest, Math.Max(LowestBit + 128, c.Exponent + 33) + 1)], lowest);
        wide.Add(products, LowestBit);
        wide.Add(c.Significand, c.Exponent);
        return wide.Encode(OutputCodec, conversion);
    }

    protected override uint Sum(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        if (Special(left, right, start) is { } code)
            return code;
        switch (WidthFor(left.Length))
        {
            case ExactWidth.Long:
                long narrow = 0;
                for (int i = 0; i < left.Length; i++) narrow += Fixed(LeftCodec, left[i]) * Fixed(RightCodec, right[i]);
                return Finish(narrow, start);
            case ExactWidth.Int128:
                Int128 middle = 0;
                for (int i = 0; i < left.Length; i++) middle += Product(left[i], right[i], out int exponent) << (exponent - LowestBit);
                return Finish(middle, start);
            default:
                var row = new DecodedRows(LeftCodec, left, 1, left.Length);
                var column = new DecodedRows(RightCodec, right, 1, right.Length);
                return SumWords(row.Significands(0), row.Exponents(0), column.Significands(0), column.Exponents(0), start);
        }
    }

    private uint SumWords(ReadOnlySpan<int> left, ReadOnlySpan<int> leftExponents, ReadOnlySpan<int> right, ReadOnlySpan<int> rightExponents, uint start)
    {
        UnpackedCode c = OutputCodec.Unpack(start);
        if (c.Class != CodeClass.Finite)
            return Finish(0, start);
        int lowest = Math.Min(LowestBit, c.Exponent);
        int top = Math.Max(LowestBit + productBits + 32, c.Exponent + 33);
        var wide = new WideSum(stackalloc ulong[WideSum.Words(lowest, top)], lowest);
        wide.Add(c.Significand, c.Exponent);
        for (int i = 0; i < left.Length; i++)
        {
            // The exponent of a product of zero may lie anywhere.
            if (left[i] != 0 && right[i] != 0)
                wide.Add((long)left[i] * right[i], leftExponents[i] + rightExponents[i]);
        }
        return wide.Encode(OutputCodec, conversion);
    }

    private Int128 Product(uint left, uint right, out int exponent)
    {
        UnpackedCode a = LeftCodec.Unpack(left), b = RightCodec.Unpack(right);
        exponent = a.Exponent + b.Exponent;
        return (long)a.Significand * b.Significand;
    }

    /// <summary>The value in units of the format's lowest bit.</summary>
    private static long Fixed(ScalarCodec codec, uint code)
    {
        UnpackedCode value = codec.Unpack(code);
        return (long)value.Significand << (value.Exponent - codec.Format.LowestBit);
    }

    private uint? Special(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        if (!Left.HasNan && !Right.HasNan && !Output.HasNan)
            return null;
        var special = new SpecialSum();
        special.Add(OutputCodec.Unpack(start));
        for (int i = 0; i < left.Length; i++) special.AddProduct(LeftCodec.Unpack(left[i]), RightCodec.Unpack(right[i]));
        return special.Any ? special.Code(OutputCodec) : null;
    }
}
