using System.Numerics;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Gpu.Devices;
using AccelSim.Gpu.Kernels;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;
using At = AccelSim.Gpu.Kernels.GemmSettings;

namespace AccelSim.Gpu.Gemm;

/// <summary>A product of matrices made ready for a kernel: every operand of the functional path that the kernels take, as they take it.</summary>
public sealed class GemmCall
{
    /// <summary>Units in which fp32 holds 2^unit and any 63-bit sum in it without overflow or subnormals.</summary>
    private const int LowestUnit = -100, HighestUnit = 60, LongBits = 62;

    private readonly GemmKernel kernel;
    private readonly GemmBuffers buffers;

    private GemmCall(GemmKernel kernel, GemmBuffers buffers) => (this.kernel, this.buffers) = (kernel, buffers);

    /// <summary>Plain and block-scaled operands whose products add up exactly in 64 bits.</summary>
    /// <param name="a">Activations, [M, K].</param>
    /// <param name="w">Weights by column, [N, K].</param>
    /// <exception cref="ArgumentException">They do not fit each other, or sums do not fit 64 bits.</exception>
    public static GemmCall Of(CodedMatrix a, CodedMatrix w)
    {
        int[] settings = Settings(a, w);
        PackedRows left = PackedRows.Of(a), right = PackedRows.Of(w);
        int longest = Math.Min(Segment(a), Segment(w));
        int unit = UnitOf(a) + UnitOf(w);
        CheckWidth(a.Codec.Format, w.Codec.Format, longest, unit);
        Operand(settings, At.LeftWords, left, a.Codec.Format);
        Operand(settings, At.RightWords, right, w.Codec.Format);
        settings[At.Unit] = BitConverter.SingleToInt32Bits(MathF.ScaleB(1, unit));
        return Ready(GemmKernel.Segments, a.Vectors, w.Vectors, left.Words, right.Words, [0], Scales(a), Scales(w), settings);
    }

    /// <summary>Operands of which at least one is too wide for exact sums: chains of fp32 fused multiply-adds.</summary>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public static GemmCall OfChain(CodedMatrix a, CodedMatrix w) =>
        Ready(GemmKernel.Chain, a.Vectors, w.Vectors, Floats(a), Floats(w), [0], Scales(a), Scales(w), Settings(a, w));

    /// <summary>SQ weights.</summary>
    /// <param name="a">Activations, [M, K], plain or block-scaled.</param>
    /// <param name="w">Weights, [N, K].</param>
    /// <param name="order">Order of the low and the high sums.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or sums do not fit 64 bits.</exception>
    public static GemmCall Of(CodedMatrix a, SqMatrix w, SumOrder order = SumOrder.PerBank)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(w);
        if (a.K != w.K || a.TensorScale != 1)
            throw new ArgumentException($"activations of {a.K} channels under a tensor scale of {a.TensorScale} meet SQ weights of {w.K}");
        SqFormat format = w.Format;
        SqElements elements = w.Elements;
        ScalarFormat highFormat = format.High, lowFormat = format.Low ?? format.High;
        int sharedUnit = Math.Min(highFormat.LowestBit, lowFormat.LowestBit);
        PackedRows left = PackedRows.Of(a), low = Codes(w.Low, w.Vectors, w.StoredK, elements.LowBits);
        PackedRows high = Codes(w.High, w.Vectors, w.Banks * format.HighPerBank, highFormat.CodeBits);
        CheckWidth(a.Codec.Format, highFormat, Math.Min(Segment(a), format.Bank), UnitOf(a) + sharedUnit, highFormat.LowestBit - sharedUnit);
        var settings = new int[At.Count];
        (settings[At.N], settings[At.K]) = (w.Vectors, w.K);
        Operand(settings, At.LeftWords, left, a.Codec.Format);
        Operand(settings, At.RightWords, low, lowFormat);
        (settings[At.LeftSegment], settings[At.LeftSegments]) = (Segment(a), Count(a.K, Segment(a)));
        (settings[At.RightSegment], settings[At.RightSegments]) = (format.Bank, w.Banks);
        settings[At.Unit] = BitConverter.SingleToInt32Bits(MathF.ScaleB(1, UnitOf(a) + sharedUnit));
        (settings[At.HighWords], settings[At.HighWidth]) = (high.WordsPerRow, high.Width);
        (settings[At.HighExponent], settings[At.HighBits]) = Shape(highFormat);
        settings[At.HighPerBank] = format.HighPerBank;
        (settings[At.LowShift], settings[At.HighShift]) = (lowFormat.LowestBit - sharedUnit, highFormat.LowestBit - sharedUnit);
        settings[At.MaskCode] = elements.Vmask;
        settings[At.TwoPass] = order == SumOrder.TwoPass ? 1 : 0;
        settings[At.HighScales] = w.LowScales.Length;
        settings[At.LowIsZero] = format.Low is null ? 1 : 0;
        return Ready(GemmKernel.Sq, a.Vectors, w.Vectors, left.Words, low.Words, high.Words, Scales(a), [.. w.LowScales, .. w.HighScales], settings);
    }

    /// <summary>Tensor-core sums: as <see cref="DotAccumulator.Multiply"/> of <see cref="TFdpa"/>.</summary>
    /// <param name="model">Formats and parameters; alignment by truncation.</param>
    /// <param name="shape">Extents.</param>
    /// <param name="left">M rows of K codes.</param>
    /// <param name="right">N rows of K codes.</param>
    /// <param name="start">M rows of N codes.</param>
    /// <exception cref="ArgumentException">The model is not of this kind, or a span has not the length that the shape asks for.</exception>
    public static GemmCall Of(TFdpa model, DotShape shape, ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, ReadOnlySpan<uint> start)
    {
        ArgumentNullException.ThrowIfNull(model);
        shape.Check(left.Length, right.Length, start.Length);
        TFdpaParameters parameters = model.Parameters;
        if (parameters.Alignment != Alignment.TruncateMagnitude || !Usual(model.Left) || !Usual(model.Right))
            throw new ArgumentException($"the kernel takes float formats with the usual bias and truncates magnitudes, not {model.Left} x {model.Right} with {parameters.Alignment}");
        PackedRows a = Codes(left, shape.M, shape.K, model.Left.CodeBits), b = Codes(right, shape.N, shape.K, model.Right.CodeBits);
        var settings = new int[At.Count];
        (settings[At.N], settings[At.K]) = (shape.N, shape.K);
        Operand(settings, At.LeftWords, a, model.Left);
        Operand(settings, At.RightWords, b, model.Right);
        OutputRounding rounding = parameters.Rounding;
        (settings[At.Group], settings[At.Fraction], settings[At.ZeroExponent]) = (parameters.GroupLength, parameters.FractionBits, parameters.ZeroExponent);
        (settings[At.OutExponent], settings[At.OutMantissa]) = (rounding.Container.ExponentBits, rounding.Container.MantissaBits);
        (settings[At.OutKept], settings[At.OutNearest]) = (rounding.MantissaBits, rounding.Rounding == Rounding.NearestEven ? 1 : 0);
        return new(GemmKernel.TFdpa, new(start.Length, a.Words, b.Words, [0], [0], [0], [.. start, .. start.IsEmpty ? [0u] : Array.Empty<uint>()], settings));
    }

    /// <summary>The results as words, M rows of N: fp32, or codes of the accumulator's output. A call may be run any number of times.</summary>
    public uint[] Run(IKernelDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        GemmBuffers own = buffers with { Sums = [.. buffers.Sums] };
        if (own.Threads > 0)
            device.Run(kernel, own);
        return own.Sums[..own.Threads];
    }

    private static GemmCall Ready(GemmKernel kernel, int m, int n, uint[] left, uint[] right, uint[] high, float[] leftScales, float[] rightScales, int[] settings)
    {
        int threads = checked(m * n);
        return new(kernel, new(threads, left, right, high, NotEmpty(leftScales), NotEmpty(rightScales), new uint[Math.Max(threads, 1)], settings));
    }

    private static int[] Settings(CodedMatrix a, CodedMatrix w)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(w);
        if (a.K != w.K)
            throw new ArgumentException($"activations of {a.K} channels meet weights of {w.K}");
        var settings = new int[At.Count];
        (settings[At.N], settings[At.K]) = (w.Vectors, w.K);
        (settings[At.LeftSegment], settings[At.LeftSegments]) = (Segment(a), Count(a.K, Segment(a)));
        (settings[At.RightSegment], settings[At.RightSegments]) = (Segment(w), Count(w.K, Segment(w)));
        settings[At.HasTensorScale] = a.TensorScale == 1 && w.TensorScale == 1 ? 0 : 1;
        settings[At.LeftTensorScale] = BitConverter.SingleToInt32Bits(a.TensorScale);
        settings[At.RightTensorScale] = BitConverter.SingleToInt32Bits(w.TensorScale);
        return settings;
    }

    private static void Operand(int[] settings, int at, PackedRows rows, ScalarFormat format)
    {
        (settings[at], settings[at + 1]) = (rows.WordsPerRow, rows.Width);
        (settings[at + 2], settings[at + 3]) = Shape(format);
        settings[at + 4] = format.HasInfinity ? 1 : 0;
    }

    private static (int ExponentBits, int Bits) Shape(ScalarFormat format) =>
        format.Kind == ScalarKind.Integer ? (0, format.Bits) : (format.ExponentBits, format.MantissaBits);

    private static bool Usual(ScalarFormat format) => format.Kind == ScalarKind.Float && format.Signed
        && format.Bias == (1 << (format.ExponentBits - 1)) - 1 && format.Specials is SpecialValues.Ieee or SpecialValues.NanAllOnes;

    /// <summary>Elements under one scale: the whole row where there is one or none.</summary>
    private static int Segment(CodedMatrix matrix) =>
        matrix.ScalesPerRow <= 1 && matrix.Format is PlainFormat ? Math.Max(matrix.K, 1) : matrix.Format.Granule;

    private static int Count(int k, int segment) => k == 0 ? 0 : (k - 1) / segment + 1;

    private static int UnitOf(CodedMatrix matrix) =>
        matrix.Codec.Format.LowestBit + (matrix.Format is BlockScaledFormat block ? block.ElementExponent : 0);

    private static void CheckWidth(ScalarFormat left, ScalarFormat right, int terms, int unit, int shift = 0)
    {
        int bits = Magnitude(left) + Magnitude(right) + shift + BitOperations.Log2((uint)Math.Max(terms, 1)) + 1;
        if (bits > LongBits || unit is < LowestUnit or > HighestUnit)
            throw new ArgumentException($"{terms} products of {left} x {right} in units of 2^{unit} do not fit the 64 bits of the kernel");

        static int Magnitude(ScalarFormat format) => format.MaxExponent - format.LowestBit + 1;
    }

    private static float[] Scales(CodedMatrix matrix)
    {
        int segment = Segment(matrix), segments = Count(matrix.K, segment);
        var scales = new float[matrix.Vectors * segments];
        for (int i = 0; i < scales.Length; i++)
            scales[i] = matrix.Scale(i / segments, i % segments * segment);
        return scales;
    }

    /// <summary>Elements before their scales; exact.</summary>
    private static uint[] Floats(CodedMatrix matrix)
    {
        int exponent = matrix.Format is BlockScaledFormat block ? block.ElementExponent : 0;
        var words = new uint[Math.Max(matrix.Vectors * matrix.K, 1)];
        for (int i = 0; i < matrix.Vectors * matrix.K; i++)
            words[i] = BitConverter.SingleToUInt32Bits(MathF.ScaleB(matrix.Codec.Decode(matrix.Code(i / matrix.K, i % matrix.K)), exponent));
        return words;
    }

    private static PackedRows Codes<T>(ReadOnlySpan<T> codes, int rows, int length, int bits)
        where T : unmanaged, IBinaryInteger<T>
    {
        T[] copy = codes.ToArray();
        return PackedRows.Of(rows, length, bits, (row, i) => uint.CreateTruncating(copy[row * length + i]));
    }

    private static float[] NotEmpty(float[] values) => values.Length == 0 ? [0] : values;
}
