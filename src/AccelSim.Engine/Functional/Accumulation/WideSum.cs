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

    /// <summary>Words, one to spare, for numbers from 2^<paramref name="lowest"/> to below 2^<paramref name="top"/> in magnitude, with a sign.</summary>
    public static int Words(int lowest, int top) => (top - lowest + 128) / 64;

    /// <summary>Adds value * 2^<paramref name="exponent"/>, which must be a multiple of the lowest bit.</summary>
    public void Add(long value, int exponent)
    {
        unchecked
        {
            int shift = exponent - lowest;
            int word = shift >> 6, bit = shift & 63;
            long sign = value >> 63;
            ulong low = (ulong)value << bit, high = bit == 0 ? (ulong)sign : (ulong)(value >> (64 - bit));
            words[word] += low;
            ulong carry = words[word] < low ? 1UL : 0;
            ulong sum = words[word + 1] + high;
            ulong carried = sum < high ? 1UL : 0;
            words[word + 1] = sum + carry;
            carried |= words[word + 1] < carry ? 1UL : 0;
            // Higher words get the sign and the carry: nothing, one more or one less.
            long rest = sign + (long)carried;
            for (int i = word + 2; rest != 0 && i < words.Length; i++)
            {
                words[i] += (ulong)rest;
                bool settled = rest > 0 ? words[i] != 0 : words[i] != ulong.MaxValue;
                if (settled)
                    return;
            }
        }
    }

    /// <summary>Adds a wider number the same way.</summary>
    public void Add(Int128 value, int exponent)
    {
        // The low 62 bits as an unsigned number, then what is above them, of the value's sign.
        const int Half = 62;
        for (; value != 0; exponent += Half, value >>= Half)
        {
            if (value >= long.MinValue && value <= long.MaxValue)
            {
                Add((long)value, exponent);
                return;
            }
            Add((long)(value & ((1L << Half) - 1)), exponent);
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
