namespace AccelSim.Gpu.Kernels;

/// <summary>Codes of scalar formats on the device: taking them out of 32-bit words, and the integers behind them. Integers only, wrapping.</summary>
internal static class Codes
{
    /// <summary>Code <paramref name="index"/> of a row whose codes of 4, 8, 16 or 32 bits stand low bits first in 32-bit words.</summary>
    public static uint Of(uint word, int index, int width) =>
        unchecked(width == 32 ? word : (word >> (index % (32 / width) * width)) & ((1u << width) - 1));

    /// <summary>Which word of a row holds the code.</summary>
    public static int Word(int index, int width) => unchecked(index * width >> 5);

    /// <summary>The value in units of the format's lowest bit.</summary>
    /// <param name="code">A finite code.</param>
    /// <param name="exponentBits">0 for an integer.</param>
    /// <param name="bits">Bits of an integer; fraction bits of a float.</param>
    public static long Fixed(uint code, int exponentBits, int bits)
    {
        unchecked
        {
            if (exponentBits == 0)
                return (int)(code << (32 - bits)) >> (32 - bits);
            int field = (int)(code >> bits) & ((1 << exponentBits) - 1);
            long fraction = code & ((1u << bits) - 1);
            long magnitude = field == 0 ? fraction : (fraction | (1L << bits)) << (field - 1);
            return ((code >> (exponentBits + bits)) & 1) != 0 ? -magnitude : magnitude;
        }
    }

    /// <summary>The signed significand of a finite float code, hidden bit included.</summary>
    public static int Significand(uint code, int exponentBits, int mantissaBits)
    {
        unchecked
        {
            int field = (int)(code >> mantissaBits) & ((1 << exponentBits) - 1);
            int magnitude = (int)(code & ((1u << mantissaBits) - 1)) | (field == 0 ? 0 : 1 << mantissaBits);
            return ((code >> (exponentBits + mantissaBits)) & 1) != 0 ? -magnitude : magnitude;
        }
    }

    /// <summary>The exponent of the hidden bit's place: subnormals share that of the smallest normal.</summary>
    public static int Exponent(uint code, int exponentBits, int mantissaBits)
    {
        unchecked
        {
            int field = (int)(code >> mantissaBits) & ((1 << exponentBits) - 1);
            return Math.Max(field, 1) - ((1 << (exponentBits - 1)) - 1);
        }
    }

    /// <summary>0 finite, 1 NaN, 2 positive infinity, 4 negative infinity.</summary>
    /// <param name="code">A float code.</param>
    /// <param name="exponentBits">Bits of the exponent field.</param>
    /// <param name="mantissaBits">Bits of the fraction.</param>
    /// <param name="infinities">Whether the largest exponent field stands for infinity and NaN; else only all ones is NaN.</param>
    public static int Special(uint code, int exponentBits, int mantissaBits, int infinities)
    {
        unchecked
        {
            uint magnitude = code & ((1u << (exponentBits + mantissaBits)) - 1);
            uint infinity = ((1u << exponentBits) - 1) << mantissaBits;
            if (infinities == 0)
                return magnitude == (1u << (exponentBits + mantissaBits)) - 1 ? 1 : 0;
            if (magnitude < infinity)
                return 0;
            if (magnitude > infinity)
                return 1;
            return ((code >> (exponentBits + mantissaBits)) & 1) == 0 ? 2 : 4;
        }
    }
}
