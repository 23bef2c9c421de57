using System.Numerics;

namespace AccelSim.Model.Formats;

/// <summary>
/// Codes of one scalar format: values to codes and back. A code occupies the low <see cref="ScalarFormat.CodeBits"/> of an unsigned integer:
/// sign above exponent above fraction for floats, two's complement for integers, the biased exponent alone for E8M0.
/// Immutable and safe to share between threads; build it once per format and keep it.
/// </summary>
public sealed partial class ScalarCodec
{
    private readonly bool isInteger;
    private readonly int mantissaBits;
    private readonly int lowestBit;
    private readonly uint codeMask;
    private readonly uint magnitudeMask;

    /// <summary>0 for unsigned formats.</summary>
    private readonly uint signBit;

    /// <summary>Magnitude code of the largest finite value.</summary>
    private readonly uint maxCode;

    private readonly uint infinityCode;
    private readonly uint nanCode;

    /// <summary>Weight of the significand's lowest bit for each exponent field; empty for integers.</summary>
    private readonly float[] steps;

    /// <summary>The value of every code of formats up to 8 bits; empty for wider ones.</summary>
    private readonly float[] table = [];

    public ScalarCodec(ScalarFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        Format = format;
        isInteger = format.Kind == ScalarKind.Integer;
        mantissaBits = isInteger ? 0 : format.MantissaBits;
        lowestBit = format.LowestBit;
        codeMask = uint.MaxValue >> (32 - format.CodeBits);
        signBit = format.Signed ? 1u << (format.CodeBits - 1) : 0;
        magnitudeMask = codeMask & ~signBit;
        maxCode = format.Kind switch
        {
            ScalarKind.Integer => magnitudeMask,
            ScalarKind.Exponent => magnitudeMask - 1,
            _ => (uint)(format.MaxExponent - format.SignificandBits + 1 - lowestBit << mantissaBits) + (uint)format.MaxSignificand,
        };
        infinityCode = format.HasInfinity ? maxCode + 1 : 0;
        // NVIDIA's canonical NaN is positive with all bits set: 7FFF, 7F, 7FFFFFFF (arXiv 2511.10909).
        nanCode = format.Specials switch
        {
            SpecialValues.NanNegativeZero => signBit,
            SpecialValues.None => 0,
            _ => magnitudeMask,
        };
        steps = Steps(format);
        (minNormalBits, rebias, hasFastPath) = FastConstants(format);
        if (format.CodeBits <= 8)
            table = [.. Enumerable.Range(0, 1 << format.CodeBits).Select(code => Decode((uint)code))];
    }

    public ScalarFormat Format { get; }

    /// <summary>The code of the largest finite value.</summary>
    public uint MaxCode => maxCode;

    /// <summary>The canonical NaN; meaningful where the format has one.</summary>
    public uint NanCode => nanCode;

    /// <summary>Finite, infinity or NaN. The unused minimum of an integer counts as finite.</summary>
    public CodeClass Classify(uint code)
    {
        uint magnitude = code & magnitudeMask;
        return Format.Specials switch
        {
            SpecialValues.None => CodeClass.Finite,
            SpecialValues.NanNegativeZero => code == nanCode ? CodeClass.Nan : CodeClass.Finite,
            SpecialValues.NanAllOnes => magnitude == magnitudeMask ? CodeClass.Nan : CodeClass.Finite,
            _ => magnitude <= maxCode ? CodeClass.Finite : magnitude == infinityCode ? CodeClass.Infinity : CodeClass.Nan,
        };
    }

    /// <summary>The exact integers behind a code.</summary>
    public UnpackedCode Unpack(uint code)
    {
        if (isInteger)
            return new(CodeClass.Finite, SignExtend(code), 0);
        CodeClass kind = Classify(code);
        int sign = (code & signBit) != 0 ? -1 : 1;
        if (kind != CodeClass.Finite)
            return new(kind, sign, 0);
        uint magnitude = code & magnitudeMask;
        if (Format.Kind == ScalarKind.Exponent)
            return new(CodeClass.Finite, 1, (int)magnitude + lowestBit);
        uint field = magnitude >> mantissaBits;
        uint hidden = field == 0 ? 0 : 1u << mantissaBits;
        uint significand = (magnitude & ((1u << mantissaBits) - 1)) | hidden;
        return new(CodeClass.Finite, sign * (int)significand, lowestBit + Math.Max((int)field - 1, 0));
    }

    /// <summary>The exact value, in a double because an int32 needs one.</summary>
    public double DecodeExact(uint code) => isInteger ? (double)SignExtend(code) : Decode(code);

    /// <summary>The value; exact for every format but integers above 25 bits, which round to nearest-even.</summary>
    public float Decode(uint code)
    {
        if (isInteger)
            return SignExtend(code);
        uint magnitude = code & magnitudeMask;
        if (magnitude > maxCode || (code == nanCode && nanCode != 0))
            return Classify(code) == CodeClass.Nan ? float.NaN : (code & signBit) != 0 ? float.NegativeInfinity : float.PositiveInfinity;
        uint field = magnitude >> mantissaBits;
        uint hidden = field == 0 && Format.Kind == ScalarKind.Float ? 0 : 1u << mantissaBits;
        float value = (int)((magnitude & ((1u << mantissaBits) - 1)) | hidden) * steps[field];
        return (code & signBit) != 0 ? -value : value;
    }

    /// <summary>Decodes codes of any width; see <see cref="Decode(uint)"/>.</summary>
    public void Decode<TCode>(ReadOnlySpan<TCode> codes, Span<float> values)
        where TCode : unmanaged, IBinaryInteger<TCode>, IUnsignedNumber<TCode>
    {
        if (table.Length > 0)
        {
            for (int i = 0; i < codes.Length; i++)
                values[i] = table[int.CreateTruncating(codes[i])];
            return;
        }
        for (int i = 0; i < codes.Length; i++)
            values[i] = Decode(uint.CreateTruncating(codes[i]));
    }

    private int SignExtend(uint code) => unchecked((int)(code << (32 - Format.CodeBits))) >> (32 - Format.CodeBits);

    private static float[] Steps(ScalarFormat format)
    {
        if (format.Kind == ScalarKind.Integer)
            return [];
        float[] steps = new float[1 << format.ExponentBits];
        int fieldOfLowest = format.Kind == ScalarKind.Exponent ? 0 : 1;
        for (int field = 0; field < steps.Length; field++)
            steps[field] = MathF.ScaleB(1, format.LowestBit + Math.Max(field - fieldOfLowest, 0));
        return steps;
    }
}
