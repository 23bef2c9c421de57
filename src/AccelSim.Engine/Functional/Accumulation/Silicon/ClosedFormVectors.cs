using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation.Silicon;

/// <summary>
/// Dot products whose result follows from the parameters by hand, for what no recording tells: doubled groups, the exponent of zero, special values.
/// All are a few powers of two: two large terms that cancel, or add up, set the largest exponent, and a small third one is kept or lost.
/// Results come from powers of two alone, never from the model.
/// </summary>
public static class ClosedFormVectors
{
    /// <summary>The vectors for an accumulator of these parameters and operand format.</summary>
    public static ImmutableArray<DotVector> For(TFdpaParameters parameters, ScalarFormat input)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int top = Top(parameters, input) ?? throw new ArgumentException($"{input} does not span {parameters.FractionBits} bits");
        var vectors = ImmutableArray.CreateBuilder<DotVector>();
        var output = new ScalarCodec(parameters.Rounding.Container);
        int length = parameters.GroupLength, fraction = parameters.FractionBits, mantissa = parameters.Rounding.MantissaBits;
        uint Power(int exponent) => output.Encode(Math.ScaleB(1, exponent), Conversion.Ieee);

        // F bits below the largest exponent are kept, and not one more; of either sign.
        vectors.Add(Vector(input, top, 2, 3, 1, -1, top - fraction, Power(top - fraction)));
        vectors.Add(Vector(input, top, 2, 3, 1, -1, top - fraction - 1, 0));
        vectors.Add(Vector(input, top, 2, 3, 1, -1, top - fraction - 1, 0) with { A = Codes(input, 3, (0, Half(top), 1), (1, Half(top), -1), (2, Half(top - fraction - 1), -1)) });
        // The last place of a group is inside it, the next one is not.
        if (length > 2)
            vectors.Add(Vector(input, top, length - 1, length, 1, -1, top - fraction - 1, 0));
        vectors.Add(Vector(input, top, length, 2 * length, 1, -1, top - fraction - 1, Power(top - fraction - 1)));
        // One and a half units in the last place above 2^(top+1): truncation drops the half, nearest-even goes up to two.
        int ulp = top + 1 - mantissa;
        double above = parameters.Rounding.Rounding == Rounding.NearestEven ? 2 : 1;
        uint rounded = output.Encode(Math.ScaleB(1, top + 1) + Math.ScaleB(above, ulp), Conversion.Ieee);
        vectors.Add(new DotVector(
            Codes(input, 3, (0, Half(top), 1), (1, Half(top), 1), (2, Half(ulp), 1.5)), Codes(input, 3, (0, top - Half(top), 1), (1, top - Half(top), 1), (2, ulp - Half(ulp), 1)), 0, rounded));
        vectors.AddRange(ZeroExponent(parameters, input));
        vectors.AddRange(Specials(input, output));
        return vectors.ToImmutable();
    }

    /// <summary>Whether the format spans the bits that count.</summary>
    public static bool Fits(TFdpaParameters parameters, ScalarFormat input)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(input);
        return Top(parameters, input) is not null;
    }

    /// <summary>Exponent of the large terms: 2^6 for most, 2^14 for a format that does not reach low enough below that.</summary>
    private static int? Top(TFdpaParameters parameters, ScalarFormat input)
    {
        int depth = Math.Max(parameters.FractionBits, parameters.Rounding.MantissaBits) + 2;
        foreach (int top in (int[])[6, 14])
        {
            if (input.MantissaBits >= 1 && 2 * input.MaxExponent >= top && 2 * input.LowestBit + 2 <= top - depth)
                return top;
        }
        return null;
    }

    /// <summary>
    /// Whether anything can tell e0: bf16 and tf32 products reach below it, and fp16 results can lie half-way between subnormals.
    /// </summary>
    public static bool TellsZeroExponent(TFdpaParameters parameters, ScalarFormat input) => ZeroExponent(parameters, input).Any();

    /// <summary>
    /// The last power of two kept is 2^-(F - e0), j below. Into fp32: 2^-149 less 2^-j is the smallest subnormal once 2^-j is lost, and truncates to
    /// zero while it is kept. Into fp16: 2^-25 with 2^-j rounds up while 2^-j is kept, and ties to zero once it is lost; or, where j lies above the
    /// smallest subnormal, 2^-j itself is the result.
    /// </summary>
    private static IEnumerable<DotVector> ZeroExponent(TFdpaParameters parameters, ScalarFormat input)
    {
        int last = parameters.FractionBits - parameters.ZeroExponent;
        bool single = parameters.Rounding.Container == ScalarFormats.Fp32;
        int first = single ? 149 : 25;
        if (2 * input.LowestBit > -last - 1 || (single && (parameters.Rounding.MantissaBits != 23 || last <= first)) || last is 24 or 25)
            yield break;
        if (last < 24)
        {
            yield return new DotVector(Codes(input, 1, (0, Half(-last), 1)), Codes(input, 1, (0, -last - Half(-last), 1)), 0, 1u << (24 - last));
            yield return new DotVector(Codes(input, 1, (0, Half(-last - 1), 1)), Codes(input, 1, (0, -last - 1 - Half(-last - 1), 1)), 0, 0);
            yield break;
        }
        foreach (int j in (int[])[last, last + 1])
        {
            bool kept = j == last;
            yield return new DotVector(
                Codes(input, 2, (0, Half(-first), 1), (1, Half(-j), single ? -1 : 1)),
                Codes(input, 2, (0, -first - Half(-first), 1), (1, -j - Half(-j), 1)), 0, kept == single ? 0u : 1u);
        }
    }

    private static IEnumerable<DotVector> Specials(ScalarFormat input, ScalarCodec output)
    {
        var codec = new ScalarCodec(input);
        uint one = codec.Encode(1.0), zero = 0, nan = output.NanCode, infinity = output.Encode(float.PositiveInfinity, Conversion.Ieee);
        uint minus = 1u << (output.Format.CodeBits - 1);
        yield return new([one], [one], nan, nan);
        yield return new([one], [one], nan | minus, nan);
        yield return new([one], [one], infinity, infinity);
        yield return new([one], [one], infinity | minus, infinity | minus);
        yield return new([zero], [one], infinity, infinity);
        // Exact cancellation is +0, with the accumulator too.
        yield return new([one, one], [one, one | 1u << (input.CodeBits - 1)], 0, 0);
        yield return new([one], [one], output.Encode(-1.0), 0);
        // A finite sum that overflows is infinite, under truncation too.
        if (input.MaxFinite * input.MaxFinite > output.Format.MaxFinite)
            yield return new([codec.MaxCode, codec.MaxCode], [codec.MaxCode, codec.MaxCode], output.MaxCode, infinity);
        if (input.HasNan)
        {
            yield return new([one, codec.NanCode], [one, one], 0, nan);
            yield return new([one, codec.NanCode], [one, zero], infinity, nan);
        }
        if (!input.HasInfinity)
            yield break;
        uint infinite = codec.Encode(float.PositiveInfinity, Conversion.Ieee), sign = 1u << (input.CodeBits - 1);
        yield return new([one, infinite], [one, one], 0, infinity);
        yield return new([one, infinite], [one, one | sign], 0, infinity | minus);
        yield return new([infinite], [zero], 0, nan);
        yield return new([infinite, infinite], [one, one | sign], 0, nan);
        yield return new([infinite], [one], infinity | minus, nan);
    }

    /// <summary>2^top * first + 2^top * second, and 2^small at a place; all other terms zero.</summary>
    private static DotVector Vector(ScalarFormat input, int top, int place, int terms, double first, double second, int small, uint result) => new(
        Codes(input, terms, (0, Half(top), first), (1, Half(top), second), (place, Half(small), 1)),
        Codes(input, terms, (0, top - Half(top), 1), (1, top - Half(top), 1), (place, small - Half(small), 1)), 0, result);

    private static uint[] Codes(ScalarFormat format, int terms, params (int Place, int Exponent, double Factor)[] values)
    {
        var codec = new ScalarCodec(format);
        uint[] codes = new uint[terms];
        foreach ((int place, int exponent, double factor) in values)
        {
            double value = Math.ScaleB(factor, exponent);
            codes[place] = codec.Encode(value);
            if (codec.DecodeExact(codes[place]) != value)
                throw new ArgumentException($"{format} does not hold {value}");
        }
        return codes;
    }

    /// <summary>The left factor's share of an exponent.</summary>
    private static int Half(int exponent) => exponent >> 1;
}
