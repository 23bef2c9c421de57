using System.Numerics;
using System.Runtime.CompilerServices;

namespace AccelSim.Model.Formats;

public sealed partial class ScalarCodec
{
    private const uint Float32Infinity = 0x7F800000;

    /// <summary>The target's smallest normal value as an fp32 word.</summary>
    private readonly uint minNormalBits;

    /// <summary>What the exponent field of an fp32 word exceeds the target's by, in place above the target's fraction.</summary>
    private readonly uint rebias;

    private readonly bool hasFastPath;

    /// <summary>
    /// The routine that defines every conversion: encodes the exact value (-1)^negative * magnitude * 2^exponent, plus a fraction of the
    /// lowest bit when <paramref name="sticky"/>. Integer arithmetic only; one rounding.
    /// A zero becomes the smallest code of a format without zero; negative values into an unsigned format become its smallest (saturating) or NaN.
    /// </summary>
    /// <param name="negative">The sign, kept on zero results of formats that have -0.</param>
    /// <param name="magnitude">Any 128-bit magnitude.</param>
    /// <param name="exponent">Exponent of the magnitude's lowest bit.</param>
    /// <param name="sticky">
    /// True when bits below the lowest were cut off and not all of them were zero; the magnitude must then reach below the target's last bit.
    /// </param>
    /// <param name="conversion">Rounding, overflow, NaN rule.</param>
    /// <param name="random">For stochastic rounding, <see cref="Conversion.RandomBits"/> random bits.</param>
    public uint Encode(bool negative, UInt128 magnitude, int exponent, bool sticky, Conversion conversion, uint random = 0)
    {
        // 64 leading bits always suffice: 31 for the widest significand leave 33 for the rounding decision, 32 of them for random bits.
        int excess = Math.Max(128 - (int)UInt128.LeadingZeroCount(magnitude) - 63, 0);
        if (excess > 0)
        {
            sticky |= (magnitude & ((UInt128.One << excess) - 1)) != 0;
            magnitude >>= excess;
            exponent += excess;
        }
        return EncodeExact(negative, (ulong)magnitude, exponent, sticky, conversion, random);
    }

    /// <summary>Encodes an fp32 value.</summary>
    /// <exception cref="ArithmeticException">NaN into a format without NaN, unless the rule allows it.</exception>
    public uint Encode(float value, Conversion conversion = default, uint random = 0)
    {
        return hasFastPath && conversion.Rounding == Rounding.NearestEven
            ? EncodeNearest(value, OverflowCode(conversion.Overflow), conversion.Nan)
            : EncodeScaled(value, 0, conversion, random);
    }

    /// <summary>Encodes the exact value of <paramref name="value"/> * 2^<paramref name="exponent"/> in one rounding.</summary>
    /// <exception cref="ArithmeticException">NaN into a format without NaN, unless the rule allows it.</exception>
    public uint EncodeScaled(float value, int exponent, Conversion conversion = default, uint random = 0)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint magnitude = bits & 0x7FFFFFFF;
        if (magnitude >= Float32Infinity)
            return EncodeSpecial(bits >> 31 != 0, magnitude > Float32Infinity, conversion);
        uint field = magnitude >> 23;
        uint significand = (magnitude & 0x7FFFFF) | (field == 0 ? 0 : 0x800000u);
        return EncodeExact(bits >> 31 != 0, significand, (int)Math.Max(field, 1) - 150 + exponent, sticky: false, conversion, random);
    }

    /// <summary>Encodes a double in one rounding.</summary>
    /// <exception cref="ArithmeticException">NaN into a format without NaN, unless the rule allows it.</exception>
    public uint Encode(double value, Conversion conversion = default, uint random = 0)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        bool negative = bits >> 63 != 0;
        int field = (int)(bits >> 52) & 0x7FF;
        ulong fraction = bits & 0xF_FFFF_FFFF_FFFF;
        if (field == 0x7FF)
            return EncodeSpecial(negative, fraction != 0, conversion);
        return EncodeExact(negative, fraction | (field == 0 ? 0 : 1UL << 52), Math.Max(field, 1) - 1075, sticky: false, conversion, random);
    }

    /// <summary>The value that <paramref name="value"/> becomes in this format.</summary>
    public float Round(float value, Conversion conversion = default, uint random = 0) => Decode(Encode(value, conversion, random));

    /// <summary>Encodes a run of values; under stochastic rounding element i draws from (key, firstIndex + i).</summary>
    /// <exception cref="ArgumentException"><typeparamref name="TCode"/> is narrower than a code.</exception>
    /// <exception cref="ArithmeticException">NaN into a format without NaN, unless the rule allows it.</exception>
    public void Encode<TCode>(ReadOnlySpan<float> values, Span<TCode> codes, Conversion conversion = default, ulong key = 0, long firstIndex = 0)
        where TCode : unmanaged, IBinaryInteger<TCode>, IUnsignedNumber<TCode>
    {
        if (hasFastPath && conversion.Rounding == Rounding.NearestEven)
        {
            ThrowIfNarrow<TCode>();
            uint overflow = OverflowCode(conversion.Overflow);
            for (int i = EncodeWide(values, codes, overflow); i < values.Length; i++)
                codes[i] = TCode.CreateTruncating(EncodeNearest(values[i], overflow, conversion.Nan));
            return;
        }
        EncodeScaled(values, codes, 0, conversion, key, firstIndex);
    }

    /// <summary>Encodes values * 2^<paramref name="exponent"/>, exactly but for one rounding each.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="TCode"/> is narrower than a code.</exception>
    /// <exception cref="ArithmeticException">NaN into a format without NaN, unless the rule allows it.</exception>
    public void EncodeScaled<TCode>(
        ReadOnlySpan<float> values, Span<TCode> codes, int exponent, Conversion conversion = default, ulong key = 0, long firstIndex = 0)
        where TCode : unmanaged, IBinaryInteger<TCode>, IUnsignedNumber<TCode>
    {
        ThrowIfNarrow<TCode>();
        for (int i = 0; i < values.Length; i++)
        {
            uint random = CounterRandom.Bits(key, unchecked((ulong)(firstIndex + i)), conversion.RandomBits);
            codes[i] = TCode.CreateTruncating(EncodeScaled(values[i], exponent, conversion, random));
        }
    }

    private void ThrowIfNarrow<TCode>()
        where TCode : unmanaged
    {
        if (Unsafe.SizeOf<TCode>() * 8 < Format.CodeBits)
            throw new ArgumentException($"a code of {Format} has {Format.CodeBits} bits and does not fit {typeof(TCode).Name}");
    }

    private uint EncodeExact(bool negative, ulong magnitude, int exponent, bool sticky, Conversion conversion, uint random)
    {
        if (negative && signBit == 0)
        {
            if (magnitude == 0 && !sticky)
                negative = false;
            else
                return conversion.Overflow == OverflowRule.Infinity && Format.HasNan ? nanCode : 0;
        }
        int top = 63 - BitOperations.LeadingZeroCount(magnitude) + exponent;
        if (magnitude != 0 && top > Format.MaxExponent)
            return Signed(negative, OverflowCode(conversion.Overflow));
        // The step of the grid where the value lies: fixed for integers and subnormals, else set by the leading bit.
        int step = magnitude == 0 ? lowestBit : Math.Max(top - Format.SignificandBits + 1, lowestBit);
        if (isInteger)
            step = 0;
        int drop = step - exponent;
        ulong significand = drop <= 0
            ? LeftWithSticky(magnitude, -drop, sticky, conversion, random)
            : RoundedShift.Right(magnitude, drop, sticky, conversion.Rounding, conversion.RandomBits, random);
        // Adding, not or-ing, the significand lets its hidden bit and a carry out of rounding raise the exponent field.
        long code = ((long)(step - lowestBit) << mantissaBits) + (long)significand;
        if (Format.Kind == ScalarKind.Exponent)
            code = Math.Max(code - 1, 0);
        return Signed(negative, code > maxCode ? OverflowCode(conversion.Overflow) : (uint)code);
    }

    /// <summary>Room to spare on the right: only a sticky bit can still be lost.</summary>
    private static ulong LeftWithSticky(ulong magnitude, int shift, bool sticky, Conversion conversion, uint random)
    {
        ulong kept = magnitude << shift;
        return sticky ? RoundedShift.Right(kept, 0, sticky, conversion.Rounding, conversion.RandomBits, random) : kept;
    }

    private uint EncodeSpecial(bool negative, bool isNan, Conversion conversion)
    {
        if (isNan)
            return EncodeNan(conversion.Nan);
        if (negative && signBit == 0)
            return conversion.Overflow == OverflowRule.Infinity && Format.HasNan ? nanCode : 0;
        return Signed(negative, OverflowCode(conversion.Overflow));
    }

    private uint EncodeNan(NanRule rule) => Format.HasNan ? nanCode : rule == NanRule.Maximum ? maxCode
        : throw new ArithmeticException($"NaN has no code in {Format}");

    private uint OverflowCode(OverflowRule rule) => rule == OverflowRule.Saturate || !Format.HasNan ? maxCode
        : Format.HasInfinity ? infinityCode
        : nanCode;

    private uint Signed(bool negative, uint magnitudeCode)
    {
        if (!negative)
            return magnitudeCode;
        if (isInteger)
            return unchecked(0 - magnitudeCode) & codeMask;
        bool stays = magnitudeCode == nanCode && Format.HasNan || magnitudeCode == 0 && Format.Specials == SpecialValues.NanNegativeZero;
        return stays ? magnitudeCode : magnitudeCode | signBit;
    }

    /// <summary>Nearest-even from an fp32 word by adding half a step to it; equal to <see cref="EncodeExact"/>, which the tests hold it to.</summary>
    private uint EncodeNearest(float value, uint overflow, NanRule nan)
    {
        unchecked
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            uint magnitude = bits & 0x7FFFFFFF;
            if (magnitude > Float32Infinity)
                return EncodeNan(nan);
            if (isInteger)
            {
                // IEEE roundToIntegralTiesToEven; the clamp is exact because fast integers have at most 24 bits.
                int integer = (int)Math.Clamp(MathF.Round(value), -(float)maxCode, maxCode);
                return (uint)integer & codeMask;
            }
            int shift = 23 - mantissaBits;
            uint code;
            if (magnitude >= minNormalBits)
            {
                code = DropNearestEven(magnitude, shift) - rebias;
            }
            else
            {
                uint field = Math.Max(magnitude >> 23, 1);
                uint significand = (magnitude & 0x7FFFFF) | (magnitude >> 23 == 0 ? 0 : 0x800000u);
                int drop = shift + (int)(minNormalBits >> 23) - (int)field;
                // Beyond 25 dropped bits less than half a step is left.
                code = drop > 25 ? 0 : DropNearestEven(significand, drop);
            }
            if (code > maxCode)
                code = overflow;
            return bits >> 31 == 0 ? code : Signed(true, code);
        }
    }

    /// <summary>Half a step less one, plus one where the kept part is odd, carries exactly when nearest-even goes up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint DropNearestEven(uint bits, int drop) =>
        unchecked(drop == 0 ? bits : (bits + (1u << (drop - 1)) - 1 + ((bits >> drop) & 1)) >> drop);

    private static (uint MinNormalBits, uint Rebias, bool HasFastPath) FastConstants(ScalarFormat format)
    {
        if (format.Kind == ScalarKind.Integer)
            return (0, 0, format.Bits <= 24);
        bool fast = format.Kind == ScalarKind.Float && format.Signed && format.Bias is >= 1 and <= 127 && format.MantissaBits >= 1;
        return fast ? ((uint)(128 - format.Bias) << 23, (uint)(127 - format.Bias) << format.MantissaBits, true) : (0, 0, false);
    }
}
