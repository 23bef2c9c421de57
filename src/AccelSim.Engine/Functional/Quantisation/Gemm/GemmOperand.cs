using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>
/// One operand of a GEMM in the form its arithmetic is defined on: integers times 2^<see cref="Unit"/> times scales that are constant over
/// <see cref="Segment"/> elements along K, with up to two precisions. [vectors, K], K contiguous; a weight matrix W[K, N] is held by column.
/// Types too wide for exact integer sums (bf16, tf32, fp32, and fp16 with infinities) are held as fp32 values instead.
/// </summary>
public sealed partial class GemmOperand
{
    /// <summary>Widest magnitude held as an integer: two such factors and 2^26 terms fit 128 bits.</summary>
    private const int WidestInteger = 50;

    private GemmOperand(int vectors, int k, int segment)
    {
        Vectors = vectors;
        K = k;
        Segment = segment;
        int count = k == 0 ? 0 : (k - 1) / segment + 1;
        Segments = count;
        LowScales = new float[(long)vectors * count];
        LowScales.AsSpan().Fill(1);
        HighScales = LowScales;
    }

    public int Vectors { get; }

    public int K { get; }

    /// <summary>Elements along K whose products are summed exactly before the scales apply.</summary>
    public int Segment { get; }

    public int Segments { get; }

    /// <summary>[vectors, K] in units of 2^<see cref="Unit"/>, or null where <see cref="Floats"/> holds the values.</summary>
    public long[]? Integers { get; private init; }

    /// <summary>[vectors, K], or null.</summary>
    public float[]? Floats { get; private init; }

    public int Unit { get; private init; }

    /// <summary>Bits of the largest |integer|.</summary>
    public int MagnitudeBits { get; private init; }

    /// <summary>[vectors, K], true where the element belongs to the high path; null for one precision.</summary>
    public bool[]? High { get; private init; }

    /// <summary>[vectors, segments]: the scales of the low path, or the only ones.</summary>
    public float[] LowScales { get; private set; }

    /// <summary>[vectors, segments]; the same array where there is one precision.</summary>
    public float[] HighScales { get; private set; }

    /// <summary>fp32 scale of the tensor, applied once to a finished output; 1 where there is none.</summary>
    public float TensorScale { get; private set; } = 1;

    /// <summary>The type of the codes; with two precisions the high one, which holds every value of the low one.</summary>
    public ScalarFormat Element { get; private init; } = ScalarFormats.Fp32;

    /// <summary>Fixed power of two on every code, held in <see cref="Unit"/>: -6 for MXINT8.</summary>
    public int ElementExponent { get; private init; }

    /// <summary>Unscaled values.</summary>
    public static GemmOperand Of(ReadOnlySpan<float> values, int vectors, int k)
    {
        if (values.Length != (long)vectors * k)
            throw new ArgumentException($"{values.Length} values cannot be a matrix of {vectors} vectors of {k}");
        return new GemmOperand(vectors, k, Math.Max(k, 1)) { Floats = values.ToArray() };
    }

    public static GemmOperand Of(CodedMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int k = matrix.K;
        int segment = matrix.ScalesPerRow <= 1 && matrix.Format is PlainFormat ? Math.Max(k, 1) : matrix.Format.Granule;
        ScalarFormat element = matrix.Codec.Format;
        var integers = WidthOf(element) <= WidestInteger ? new long[(long)matrix.Vectors * k] : null;
        for (int i = 0; integers is not null && i < integers.Length; i++)
        {
            UnpackedCode code = matrix.Codec.Unpack(matrix.Code(i / k, i % k));
            if (code.Class == CodeClass.Finite)
                integers[i] = (long)code.Significand << (code.Exponent - element.LowestBit);
            else
                integers = null;
        }
        var operand = new GemmOperand(matrix.Vectors, k, segment)
        {
            Integers = integers,
            Floats = integers is null ? FloatsOf(matrix) : null,
            Unit = element.LowestBit + (matrix.Format is BlockScaledFormat block ? block.ElementExponent : 0),
            MagnitudeBits = WidthOf(element),
            TensorScale = matrix.TensorScale,
            Element = element,
            ElementExponent = matrix.Format is BlockScaledFormat fixedPoint ? fixedPoint.ElementExponent : 0,
        };
        for (int s = 0; s < operand.LowScales.Length; s++)
            operand.LowScales[s] = matrix.Scale(s / operand.Segments, s % operand.Segments * segment);
        return operand;
    }

    public static GemmOperand Of(TwoFourMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Of(matrix.Dense);
    }

    /// <summary>One vector turned into K vectors of one element: a token of a value cache, which attention reduces over tokens.</summary>
    /// <exception cref="InvalidOperationException">Not one vector of one precision.</exception>
    public GemmOperand Transposed()
    {
        if (Vectors != 1 || High is not null)
            throw new InvalidOperationException("only a single vector of one precision can be turned");
        return new GemmOperand(K, 1, 1)
        {
            Integers = Integers,
            Floats = Floats,
            Unit = Unit,
            MagnitudeBits = MagnitudeBits,
            TensorScale = TensorScale,
            Element = Element,
            ElementExponent = ElementExponent,
            LowScales = Spread(),
            HighScales = Spread(),
        };

        float[] Spread() => [.. Enumerable.Range(0, K).Select(i => LowScales[i / Segment])];
    }

    /// <summary>The element as fp32 before its scale; exact, as integers held here next to floats have few bits.</summary>
    public float Value(int index) => Floats is not null ? Floats[index] : MathF.ScaleB(Integers![index], Unit);

    /// <summary>Elements times their scales, [vectors, K], in fp64.</summary>
    public double[] Values()
    {
        var values = new double[(long)Vectors * K];
        for (int i = 0; i < values.Length; i++)
        {
            float[] scales = High is { } mask && mask[i] ? HighScales : LowScales;
            double element = Floats is null ? Math.ScaleB(Integers![i], Unit) : Floats[i];
            values[i] = element * scales[i / K * Segments + i % K / Segment] * TensorScale;
        }
        return values;
    }

    private static int WidthOf(ScalarFormat element) => element.MaxExponent - element.LowestBit + 1;

    private static float[] FloatsOf(CodedMatrix matrix)
    {
        var values = new float[(long)matrix.Vectors * matrix.K];
        for (int i = 0; i < values.Length; i++)
            values[i] = matrix.Codec.Decode(matrix.Code(i / matrix.K, i % matrix.K));
        return values;
    }
}
