using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>Codes of one format as exponent above significand in 32 bits, the form in which the lanes of <see cref="TFdpaKernel"/> read them.</summary>
internal sealed class PackedOperand
{
    /// <summary>NaN and infinity: no finite operand packs to it.</summary>
    private const int Special = int.MinValue;

    private readonly ScalarCodec codec;
    private readonly int zeroExponent;
    private readonly int[] table = [];

    public PackedOperand(ScalarFormat format, int zeroExponent)
    {
        codec = new ScalarCodec(format);
        this.zeroExponent = zeroExponent;
        if (format.CodeBits <= 8)
            table = [.. Enumerable.Range(0, 1 << format.CodeBits).Select(code => Pack((uint)code))];
    }

    /// <summary>Whether a signed significand fits 16 bits.</summary>
    public static bool Fits(ScalarFormat format) => format.SignificandBits <= 15;

    /// <summary>A row as separate significands and exponents. Returns true when it holds NaN or infinity.</summary>
    public bool Split(ReadOnlySpan<uint> codes, Span<int> significands, Span<int> exponents)
    {
        bool special = false;
        for (int i = 0; i < codes.Length; i++)
        {
            int packed = Packed(codes[i]);
            special |= packed == Special;
            significands[i] = packed & 0xFFFF;
            exponents[i] = packed >> 16;
        }
        return special;
    }

    /// <summary>Up to eight rows as one panel, term by term; missing rows are zero. Returns a bit for every row that holds NaN or infinity.</summary>
    public int Interleave(ReadOnlySpan<uint> codes, int rows, int terms, Span<int> panel)
    {
        const int Lanes = 8;
        int special = 0;
        for (int j = 0; j < Lanes; j++)
        {
            for (int k = 0; k < terms; k++)
            {
                int packed = j < rows ? Packed(codes[j * terms + k]) : zeroExponent << 16;
                if (packed == Special)
                    special |= 1 << j;
                panel[k * Lanes + j] = packed;
            }
        }
        return special;
    }

    private int Packed(uint code) => table.Length > 0 ? table[code & (uint)(table.Length - 1)] : Pack(code);

    private int Pack(uint code)
    {
        UnpackedCode value = codec.Unpack(code);
        if (value.Class != CodeClass.Finite)
            return Special;
        int exponent = value.Significand == 0 ? zeroExponent : value.Exponent + codec.Format.MantissaBits;
        return unchecked((exponent << 16) | (value.Significand & 0xFFFF));
    }
}
