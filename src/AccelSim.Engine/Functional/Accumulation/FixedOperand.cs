using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>Codes of one format as 32-bit integers in units of the format's lowest bit.</summary>
internal sealed class FixedOperand
{
    private readonly ScalarCodec codec;
    private readonly int[] table = [];
    private readonly bool[] special = [];

    public FixedOperand(ScalarFormat format)
    {
        codec = new ScalarCodec(format);
        if (format.CodeBits <= 8)
        {
            table = [.. Enumerable.Range(0, 1 << format.CodeBits).Select(code => Value((uint)code))];
            special = [.. Enumerable.Range(0, 1 << format.CodeBits).Select(code => codec.Classify((uint)code) != CodeClass.Finite)];
        }
    }

    /// <summary>Whether every value fits a signed 32-bit integer.</summary>
    public static bool Fits(ScalarFormat format) => ExactDot.FixedBits(format) <= (format.Kind == ScalarKind.Integer ? 32 : 31);

    /// <summary>Writes a row into every <paramref name="stride"/>th place. Returns true when it holds NaN or infinity.</summary>
    public bool Interleave(ReadOnlySpan<uint> codes, int stride, int offset, Span<int> target)
    {
        bool any = false;
        for (int k = 0; k < codes.Length; k++)
        {
            if (table.Length > 0)
            {
                int index = (int)(codes[k] & (uint)(table.Length - 1));
                any |= special[index];
                target[k * stride + offset] = table[index];
            }
            else
            {
                any |= codec.Classify(codes[k]) != CodeClass.Finite;
                target[k * stride + offset] = Value(codes[k]);
            }
        }
        return any;
    }

    private int Value(uint code)
    {
        UnpackedCode value = codec.Unpack(code);
        return value.Class == CodeClass.Finite ? value.Significand << (value.Exponent - codec.Format.LowestBit) : 0;
    }
}
