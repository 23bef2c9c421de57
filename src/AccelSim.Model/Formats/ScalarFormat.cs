namespace AccelSim.Model.Formats;

/// <summary>
/// One scalar number type. The bits it is billed for and the values it rounds to are this one record.
/// Values: float (-1)^s * 1.m * 2^(E-bias) for E > 0 and (-1)^s * 0.m * 2^(1-bias) for E = 0 (OCP OFP8, OCP MX 1.0, IEEE 754);
/// integer: two's complement with the most negative code unused; exponent: 2^(E-bias).
/// All members must lie on the grid of fp32's exponent range (2^-149 .. 2^127), so that a double holds every value exactly.
/// </summary>
public sealed record ScalarFormat
{
    private ScalarFormat(string name, ScalarKind kind, bool signed, int exponentBits, int mantissaBits, int bias, SpecialValues specials, int bits)
    {
        Name = name;
        Kind = kind;
        Signed = signed;
        ExponentBits = exponentBits;
        MantissaBits = mantissaBits;
        Bias = bias;
        Specials = specials;
        Bits = bits;
    }

    /// <summary>The contract's spelling, such as <c>fp8_e4m3</c>.</summary>
    public string Name { get; }

    public ScalarKind Kind { get; }

    /// <summary>Bits billed in memory: 32 for tf32, which lives in an fp32 word, and 8 for ue4m3, whose sign bit is ignored.</summary>
    public int Bits { get; }

    public bool Signed { get; }

    /// <summary>0 for integers.</summary>
    public int ExponentBits { get; }

    /// <summary>Stored fraction bits of a float; magnitude bits (n-1) of an n-bit integer; 0 for a bare exponent.</summary>
    public int MantissaBits { get; }

    /// <summary>Exponent bias; 0 for integers.</summary>
    public int Bias { get; }

    public SpecialValues Specials { get; }

    /// <summary>Bits that carry the code: <see cref="Bits"/> less the unused ones of tf32 (13) and ue4m3 (1).</summary>
    public int CodeBits => (Signed ? 1 : 0) + ExponentBits + MantissaBits;

    /// <summary>Bits of the widest significand: fraction bits plus the hidden one; n-1 for an n-bit integer; 1 for a bare exponent.</summary>
    public int SignificandBits => Kind == ScalarKind.Integer ? MantissaBits : MantissaBits + 1;

    /// <summary>log2 of the grid's finest step: every finite value is an integer multiple of 2^this.</summary>
    public int LowestBit => Kind switch
    {
        ScalarKind.Integer => 0,
        ScalarKind.Exponent => -Bias,
        _ => 1 - Bias - MantissaBits,
    };

    /// <summary>floor(log2 <see cref="MaxFinite"/>): the "emax of the element" of OCP MX 1.0 (2 for E2M1, 8 for E4M3).</summary>
    public int MaxExponent => Kind == ScalarKind.Integer ? MantissaBits - 1 : TopExponentCode - Bias;

    /// <summary>Significand of the largest finite value, an integer below 2^<see cref="SignificandBits"/>.</summary>
    public long MaxSignificand => (1L << SignificandBits) - (Specials == SpecialValues.NanAllOnes && MantissaBits > 0 && Kind == ScalarKind.Float ? 2 : 1);

    public double MaxFinite => Math.ScaleB(MaxSignificand, MaxExponent - SignificandBits + 1);

    /// <summary>The smallest positive value: the smallest subnormal of a float, 1 for an integer, 2^-bias for a bare exponent.</summary>
    public double MinSubnormal => Math.ScaleB(1, LowestBit);

    public bool HasZero => Kind != ScalarKind.Exponent;

    public bool HasInfinity => Specials == SpecialValues.Ieee;

    public bool HasNan => Specials != SpecialValues.None;

    /// <summary>Too narrow in range to hold a tensor by itself: integers up to 16 bits and floats up to 8 are stored with a scale.</summary>
    public bool NeedsScale => Kind == ScalarKind.Integer ? Bits <= 16 : Kind == ScalarKind.Float && Signed && Bits <= 8;

    /// <summary>Serves only as the scale of other numbers (e8m0, ue4m3), never as an operand.</summary>
    public bool ScaleOnly => !Signed;

    /// <summary>Largest exponent field that holds a finite number.</summary>
    private int TopExponentCode
    {
        get
        {
            int top = (1 << ExponentBits) - 1;
            return Specials == SpecialValues.Ieee || (Specials == SpecialValues.NanAllOnes && MantissaBits == 0) ? top - 1 : top;
        }
    }

    /// <summary>
    /// True when every finite value of <paramref name="other"/> is exactly a value of this format; decided from sign, significand width,
    /// finest step and largest value. A format's positive values are all m * 2^e with m &lt; 2^<see cref="SignificandBits"/>,
    /// e >= <see cref="LowestBit"/> and m * 2^e &lt;= <see cref="MaxFinite"/>, so these four comparisons are necessary and sufficient.
    /// </summary>
    public bool Contains(ScalarFormat other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Signed || !other.Signed)
            && (HasZero || !other.HasZero)
            && SignificandBits >= other.SignificandBits
            && LowestBit <= other.LowestBit
            && MaxFinite >= other.MaxFinite;
    }

    public override string ToString() => Name;

    /// <summary>A signed integer of <paramref name="bits"/> bits (2..32) on the symmetric range.</summary>
    /// <exception cref="ArgumentException">The name or width is out of range.</exception>
    public static ScalarFormat Integer(string name, int bits)
    {
        ThrowIf(FormatName.Fault(name) ?? (bits is < 2 or > 32 ? $"an integer format has 2 to 32 bits, not {bits}" : null));
        return new(name, ScalarKind.Integer, signed: true, exponentBits: 0, mantissaBits: bits - 1, bias: 0, SpecialValues.None, bits);
    }

    /// <summary>A float; <paramref name="storedBits"/> 0 means that the code fills its storage.</summary>
    /// <exception cref="ArgumentException">See <see cref="FloatFault"/>.</exception>
    public static ScalarFormat Float(
        string name, int exponentBits, int mantissaBits, int bias, SpecialValues specials, bool signed = true, int storedBits = 0)
    {
        ThrowIf(FloatFault(name, exponentBits, mantissaBits, bias, specials, signed, storedBits));
        int codeBits = (signed ? 1 : 0) + exponentBits + mantissaBits;
        return new(name, ScalarKind.Float, signed, exponentBits, mantissaBits, bias, specials, storedBits == 0 ? codeBits : storedBits);
    }

    /// <summary>A bare exponent of <paramref name="bits"/> bits; its all-ones code is NaN (E8M0 of OCP MX 1.0).</summary>
    /// <exception cref="ArgumentException">The values would leave 2^-149 .. 2^127.</exception>
    public static ScalarFormat Exponent(string name, int bits, int bias)
    {
        ThrowIf(FormatName.Fault(name)
            ?? (bits is < 2 or > 8 ? $"an exponent format has 2 to 8 bits, not {bits}" : null)
            ?? (bias > 149 || (1 << bits) - 2 - bias > 127 ? $"bias {bias} puts values outside 2^-149 .. 2^127" : null));
        return new(name, ScalarKind.Exponent, signed: false, bits, mantissaBits: 0, bias, SpecialValues.NanAllOnes, bits);
    }

    /// <summary>Why these numbers describe no float format, or null: for files in which users declare their own.</summary>
    public static string? FloatFault(
        string name, int exponentBits, int mantissaBits, int bias, SpecialValues specials, bool signed = true, int storedBits = 0)
    {
        if (FormatName.Fault(name) is { } fault)
            return fault;
        if (exponentBits is < 1 or > 8)
            return $"a float format has 1 to 8 exponent bits, not {exponentBits}";
        if (mantissaBits is < 0 or > 23)
            return $"a float format has 0 to 23 fraction bits, not {mantissaBits}";
        if (specials == SpecialValues.Ieee && (exponentBits < 2 || mantissaBits < 1))
            return "a format with infinity and NaN needs at least 2 exponent bits and 1 fraction bit";
        if (specials == SpecialValues.NanNegativeZero && !signed)
            return "NaN in the code of -0 needs a sign bit";
        if (bias is < -126 or > 149)
            return $"bias {bias} is outside -126 .. 149";
        int codeBits = (signed ? 1 : 0) + exponentBits + mantissaBits;
        if (storedBits != 0 && (storedBits < codeBits || storedBits > 32))
            return $"stored bits must be {codeBits} (the code) to 32, not {storedBits}";
        var candidate = new ScalarFormat(name, ScalarKind.Float, signed, exponentBits, mantissaBits, bias, specials, codeBits);
        if (candidate.LowestBit < -149 || candidate.MaxExponent > 127)
            return $"values reach 2^{candidate.LowestBit} .. 2^{candidate.MaxExponent}, outside fp32's 2^-149 .. 2^127: change the bias";
        return null;
    }

    private static void ThrowIf(string? fault)
    {
        if (fault is not null)
            throw new ArgumentException(fault);
    }
}
