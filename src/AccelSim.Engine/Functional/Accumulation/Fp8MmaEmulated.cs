using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// FP8 <c>mma.sync.m16n8k32</c> on sm_90 and sm_100, which is emulated: operands widened to fp16, two fp16 tensor-core instructions of 16 terms
/// that start from zero, the first over k mod 4 in {0, 1}, the second over k mod 4 in {2, 3}; then C is added by one IEEE addition in the output
/// format. Longer sums chain the instruction through C.
/// </summary>
public sealed class Fp8MmaEmulated : DotAccumulator
{
    private const int InstructionLength = 32;

    private readonly Fp8MmaVersion version;
    private readonly TFdpa half;
    private readonly bool single;

    /// <param name="left">An FP8 format.</param>
    /// <param name="right">An FP8 format.</param>
    /// <param name="output">fp32 or fp16.</param>
    /// <param name="version">Which emulation.</param>
    /// <param name="parameters">The fp16 tensor core underneath; Hopper's where absent.</param>
    /// <exception cref="ArgumentException">A format does not fit.</exception>
    public Fp8MmaEmulated(ScalarFormat left, ScalarFormat right, ScalarFormat output, Fp8MmaVersion version, TFdpaParameters? parameters = null)
        : base(left, right, output)
    {
        if (!ScalarFormats.Fp16.Contains(left) || !ScalarFormats.Fp16.Contains(right))
            throw new ArgumentException($"fp16 does not hold every value of {left} and {right}");
        single = output == ScalarFormats.Fp32;
        if (!single && output != ScalarFormats.Fp16)
            throw new ArgumentException($"the output is fp32 or fp16, not {output}");
        this.version = version;
        half = new TFdpa(ScalarFormats.Fp16, ScalarFormats.Fp16,
            parameters ?? TFdpaParameters.Usual(16, 25, single ? OutputRounding.RzFp32 : OutputRounding.RneFp16));
    }

    protected override uint Sum(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        uint sum = start;
        for (int k = 0; k < left.Length; k += InstructionLength)
        {
            int terms = Math.Min(InstructionLength, left.Length - k);
            sum = Instruction(left.Slice(k, terms), right.Slice(k, terms), sum);
        }
        return sum;
    }

    private uint Instruction(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        // Missing terms stay zero: they add nothing and leave the exponent of zero to decide.
        Span<uint> a = stackalloc uint[InstructionLength], b = stackalloc uint[InstructionLength];
        Split(LeftCodec, left, a);
        Split(RightCodec, right, b);
        const int Half = InstructionLength / 2;
        uint low = half.Dot(a[..Half], b[..Half]);
        if (version == Fp8MmaVersion.Chained)
            return Add(half.Dot(a[Half..], b[Half..], low), start);
        return Add(Add(low, half.Dot(a[Half..], b[Half..])), start);
    }

    /// <summary>fp16 codes of the terms with k mod 4 in {0, 1}, then of the others.</summary>
    private static void Split(ScalarCodec codec, ReadOnlySpan<uint> codes, Span<uint> halves)
    {
        halves.Clear();
        for (int k = 0; k < codes.Length; k++)
        {
            int place = k / 4 * 2 + k % 2 + (k % 4 < 2 ? 0 : InstructionLength / 2);
            halves[place] = Half16.Encode(codec.Decode(codes[k]), Conversion.Ieee);
        }
    }

    /// <summary>One IEEE addition in the output format. In fp16 the fp32 sum of two values may round, so the exact sum is rounded instead.</summary>
    private uint Add(uint a, uint b)
    {
        if (single)
            return Float32.Code(BitConverter.UInt32BitsToSingle(a) + BitConverter.UInt32BitsToSingle(b));
        // A double holds every sum of two fp16 values exactly (their bits span 2^-24 .. 2^16).
        return Half16.Encode((double)Half16.Decode(a) + Half16.Decode(b), Conversion.Ieee);
    }

    private static ScalarCodec Half16 { get; } = new(ScalarFormats.Fp16);
}
