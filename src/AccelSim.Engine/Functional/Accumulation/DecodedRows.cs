using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>Rows of codes as integers, decoded once for all the products that they enter.</summary>
internal sealed class DecodedRows
{
    private readonly int[] significands;
    private readonly int[] exponents;
    private readonly long[] values;
    private readonly bool[] special;
    private readonly int terms;

    public DecodedRows(ScalarCodec codec, ReadOnlySpan<uint> codes, int rows, int terms)
    {
        this.terms = terms;
        significands = new int[codes.Length];
        exponents = new int[codes.Length];
        special = new bool[rows];
        // Wider formats do not fit a long and are not asked for values.
        bool narrow = ExactDot.FixedBits(codec.Format) <= 63;
        values = narrow ? new long[codes.Length] : [];
        for (int i = 0; i < codes.Length; i++)
        {
            UnpackedCode value = codec.Unpack(codes[i]);
            significands[i] = value.Significand;
            exponents[i] = value.Exponent;
            if (narrow)
                values[i] = (long)value.Significand << (value.Exponent - codec.Format.LowestBit);
            special[i / terms] |= value.Class != CodeClass.Finite;
        }
    }

    public ReadOnlySpan<int> Significands(int row) => significands.AsSpan(row * terms, terms);

    public ReadOnlySpan<int> Exponents(int row) => exponents.AsSpan(row * terms, terms);

    /// <summary>The exact sum of products in units of both lowest bits, of formats that fit 63 bits each and sums that fit 127.</summary>
    public static Int128 Dot(DecodedRows left, int row, DecodedRows right, int column)
    {
        ReadOnlySpan<long> a = left.values.AsSpan(row * left.terms, left.terms), b = right.values.AsSpan(column * right.terms, right.terms);
        unchecked
        {
            ulong low = 0;
            long high = 0;
            for (int i = 0; i < a.Length; i++)
            {
                long upper = Math.BigMul(a[i], b[i], out long lower);
                low += (ulong)lower;
                high += upper + (low < (ulong)lower ? 1 : 0);
            }
            return new Int128((ulong)high, low);
        }
    }

    /// <summary>Whether the row holds NaN or infinity.</summary>
    public bool IsSpecial(int row) => special[row];
}
