using System.Numerics;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>The definitions again, with big integers and without regard to speed: numbers are pairs (integer, power of two), nothing is ever lost.</summary>
internal static class DotOracle
{
    /// <summary>c + sum a[i] * b[i] exactly, rounded once; null where a special value is involved.</summary>
    public static uint? Exact(ScalarFormat left, ScalarFormat right, ScalarFormat output, uint[] a, uint[] b, uint c)
    {
        if (Unpack(left, a) is not { } x || Unpack(right, b) is not { } y || Unpack(output, [c]) is not { } z)
            return null;
        (BigInteger Value, int Exponent)[] terms = [.. x.Zip(y, (p, q) => (new BigInteger(p.Significand) * q.Significand, p.Exponent + q.Exponent)), (z[0].Significand, z[0].Exponent)];
        int lowest = terms.Min(t => t.Exponent);
        BigInteger sum = terms.Aggregate(BigInteger.Zero, (s, t) => s + (t.Value << (t.Exponent - lowest)));
        return Round(sum, lowest, output, output.MantissaBits, Rounding.NearestEven);
    }

    /// <summary>One group of T-FDPA as section 3 of arXiv 2511.10909 words it, in fractions of big integers.</summary>
    public static uint? Group(ScalarFormat left, ScalarFormat right, TFdpaParameters p, ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, uint c)
    {
        ScalarFormat output = p.Rounding.Container;
        if (Unpack(left, a.ToArray()) is not { } x || Unpack(right, b.ToArray()) is not { } y || Unpack(output, [c]) is not { } z)
            return null;
        // A term's own exponent: that of its operands' leading places, not of its value.
        List<(BigInteger Value, int Exponent, int Own)> terms =
            [.. x.Zip(y, (s, t) => (new BigInteger(s.Significand) * t.Significand, s.Exponent + t.Exponent, s.Exponent + t.Exponent + left.MantissaBits + right.MantissaBits))];
        terms.Add((z[0].Significand, z[0].Exponent, z[0].Exponent + output.MantissaBits));
        int largest = terms.Where(t => !t.Value.IsZero).Select(t => t.Own).Append(p.ZeroExponent).Max();
        int lowest = largest - p.FractionBits;
        BigInteger sum = BigInteger.Zero;
        foreach ((BigInteger value, int exponent, _) in terms)
        {
            BigInteger scaled = exponent >= lowest ? value << (exponent - lowest) : value;
            BigInteger divisor = exponent >= lowest ? BigInteger.One : BigInteger.One << (lowest - exponent);
            // BigInteger division truncates toward zero; the shift rounds down.
            sum += p.Alignment == Alignment.Floor ? scaled >> Math.Max(lowest - exponent, 0) : scaled / divisor;
        }
        return Round(sum, lowest, output, p.Rounding.MantissaBits, p.Rounding.Rounding);
    }

    /// <summary>All groups, chained; a special value on the way gives null.</summary>
    public static uint? Chain(ScalarFormat left, ScalarFormat right, TFdpaParameters p, uint[] a, uint[] b, uint c)
    {
        uint? sum = c;
        for (int k = 0; k < a.Length && sum is { } start; k += p.GroupLength)
        {
            int end = Math.Min(k + p.GroupLength, a.Length);
            sum = Group(left, right, p, a.AsSpan(k..end), b.AsSpan(k..end), start);
        }
        return sum;
    }

    /// <summary>sum * 2^lowest in a format, possibly with fewer fraction bits; overflow is infinity.</summary>
    public static uint Round(BigInteger sum, int lowest, ScalarFormat output, int mantissaBits, Rounding rounding)
    {
        BigInteger magnitude = BigInteger.Abs(sum);
        if (magnitude.IsZero)
            return 0;
        int minExponent = 1 - output.Bias;
        int exponent = Math.Max((int)magnitude.GetBitLength() - 1 + lowest, minExponent);
        int drop = exponent - mantissaBits - lowest;
        BigInteger kept = drop <= 0 ? magnitude << -drop : magnitude >> drop;
        if (drop > 0 && rounding == Rounding.NearestEven)
        {
            BigInteger twice = (magnitude - (kept << drop)) << 1, unit = BigInteger.One << drop;
            if (twice > unit || (twice == unit && !kept.IsEven))
                kept++;
        }
        if (kept.GetBitLength() > mantissaBits + 1)
        {
            kept >>= 1;
            exponent++;
        }
        uint sign = sum.Sign < 0 ? 1u << (output.CodeBits - 1) : 0;
        int padding = output.MantissaBits - mantissaBits;
        if (exponent > output.Bias)
            return sign | ((1u << output.ExponentBits) - 1) << output.MantissaBits;
        bool normal = kept.GetBitLength() == mantissaBits + 1;
        uint field = normal ? (uint)(exponent + output.Bias) : 0;
        uint fraction = (uint)(normal ? kept - (BigInteger.One << mantissaBits) : kept);
        return sign | field << output.MantissaBits | fraction << padding;
    }

    private static UnpackedCode[]? Unpack(ScalarFormat format, uint[] codes)
    {
        var codec = new ScalarCodec(format);
        UnpackedCode[] unpacked = Array.ConvertAll(codes, codec.Unpack);
        return unpacked.All(u => u.Class == CodeClass.Finite) ? unpacked : null;
    }
}
