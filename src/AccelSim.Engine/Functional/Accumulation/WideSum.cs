using System.Numerics;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// A two's-complement fixed-point number of any width, kept in 64-bit words (a Kulisch accumulator): sums of products of any two formats are exact
/// in it and are rounded once at the end.
/// </summary>
/// <param name="words">The number, lowest word first; zeroed by the caller.</param>
/// <param name="lowest">Exponent of bit 0.</param>
internal readonly ref struct WideSum(Span<ulong> words, int lowest)
{
    private readonly Span<ulong> words = words;

    /// <summary>Words for numbers from 2^<paramref name="lowest"/> to below 2^<paramref name="top"/> in magnitude, with a sign.</summary>
    public static int Words(int lowest, int top) => (top - lowest + 64) / 64;

    /// <summary>Adds value * 2^<paramref name="exponent"/>, which must be a multiple of the lowest bit.</summary>
    public void Add(Int128 value, int exponent)
    {
        unchecked
        {
            int shift = exponent - lowest;
            int word = shift >> 6, bit = shift & 63;
            ulong fill = (ulong)(long)(value >> 127);
            // The 128 bits become 192 after the shift inside a word; higher words get the sign.
            ulong low = (ulong)value, high = (ulong)(value >> 64);
            AddWords(word, low << bit, (high << bit) | (bit == 0 ? 0 : low >> (64 - bit)), (fill << bit) | (bit == 0 ? 0 : high >> (64 - bit)), fill);
        }
    }

    /// <summary>The code of the sum after one rounding.</summary>
    public uint Encode(ScalarCodec output, Conversion conversion)
    {
        bool negative = words[^1] >> 63 != 0;
        if (negative)
            Negate();
        int top = words.Length - 1;
        while (top > 0 && words[top] == 0) top--;
        if (top < 2)
            return output.Encode(negative, new UInt128(words.Length > 1 ? words[1] : 0, words[0]), lowest, sticky: false, conversion);
        // 128 leading bits, the top one set, reach below the last bit of every format; what lies below only says "not zero".
        int shift = BitOperations.LeadingZeroCount(words[top]);
        UInt128 leading = new UInt128(words[top], words[top - 1]) << shift;
        bool sticky = false;
        if (shift > 0)
            leading |= words[top - 2] >> (64 - shift);
        sticky |= words[top - 2] << shift != 0;
        for (int i = 0; i < top - 2; i++) sticky |= words[i] != 0;
        return output.Encode(negative, leading, lowest + 64 * (top - 1) - shift, sticky, conversion);
    }

    private void AddWords(int word, ulong first, ulong second, ulong third, ulong fill)
    {
        unchecked
        {
            ulong carry = 0;
            for (int i = word; i < words.Length; i++)
            {
                int place = i - word;
                ulong term = place == 0 ? first : place == 1 ? second : place == 2 ? third : fill;
                ulong sum = words[i] + term;
                ulong carried = sum < term ? 1UL : 0;
                words[i] = sum + carry;
                carry = carried | (words[i] < carry ? 1UL : 0);
                // Adding zero words without a carry, or all-ones words with one, changes nothing further up.
                if (place >= 2 && ((fill == 0 && carry == 0) || (fill == ulong.MaxValue && carry == 1)))
                    return;
            }
        }
    }

    private void Negate()
    {
        unchecked
        {
            ulong carry = 1;
            foreach (ref ulong word in words)
            {
                word = ~word + carry;
                carry = carry != 0 && word == 0 ? 1UL : 0;
            }
        }
    }
}
