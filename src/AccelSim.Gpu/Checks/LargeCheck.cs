using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Gpu.Devices;
using AccelSim.Gpu.Gemm;
using AccelSim.Gpu.Probes;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Gpu.Checks;

/// <summary>
/// A square product too large for the reference path: rows and columns drawn at random are quantised by themselves and multiplied by the reference;
/// a case is an element of their crossing.
/// </summary>
/// <param name="Name">As in the table, before the size.</param>
/// <param name="Size">M = N = K.</param>
/// <param name="Run">Runs it for a size.</param>
public sealed record LargeCheck(string Name, int Size, Func<IKernelDevice, Draw, int, CheckCount> Run)
{
    private const int Bank = 64, HighPerBank = 8, Samples = 64;

    private static readonly SqFormat Sq84 = new(ScalarFormats.Int8, ScalarFormats.Int4, Bank, HighPerBank);

    public static ImmutableArray<LargeCheck> All { get; } =
    [
        new("int8-x-sq-int8-int4-all", 4096, WholeSq),
        Sq("int4-x-sq-int8-int4", 4096, ScalarFormats.Int4),
        Plain("int8-x-int8", new(ScalarFormats.Int8), new(ScalarFormats.Int8)),
        Plain("int4-x-int4-grouped", new(ScalarFormats.Int4, 128), new(ScalarFormats.Int4, 128)),
        Plain("e4m3-x-e4m3", new(ScalarFormats.Fp8E4M3), new(ScalarFormats.Fp8E4M3)),
        Block("mxfp4-x-mxfp4", BlockScaledFormats.MxFp4),
        TFdpa("t-fdpa-hopper-wgmma-e4m3", "hopper.wgmma.fp8.fp32", ScalarFormats.Fp8E4M3),
        TFdpa("t-fdpa-ampere-fp16", "ampere.mma.fp16.fp32", ScalarFormats.Fp16),
        Sq("int8-x-sq-int8-int4", 8192, ScalarFormats.Int8),
    ];

    /// <summary>Name and size.</summary>
    public string Title(int size) => $"{Name}-{size}-cube";

    public override string ToString() => Title(Size);

    /// <summary>Every element, against the fast path of the engine.</summary>
    private static CheckCount WholeSq(IKernelDevice device, Draw draw, int size)
    {
        CodedMatrix a = PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), draw.Values(size * size), size, size);
        SqMatrix w = SqQuantizer.Quantize(Sq84, draw.Values(size * size), size, size);
        uint[] found = GemmCall.Of(a, w).Run(device);
        float[] expected = SqIntegerGemm.Multiply(a, new PackedSqWeights(w), Environment.ProcessorCount);
        long wrong = 0;
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] != BitConverter.SingleToUInt32Bits(expected[i])) wrong++;
        }
        return new(found.Length, wrong);
    }

    private static LargeCheck Sq(string name, int size, ScalarFormat activation) => new(name, size, (device, draw, n) =>
    {
        float[] left = draw.Values(n * n), right = draw.Values(n * n);
        var format = new PlainFormat(activation);
        uint[] found = GemmCall.Of(PlainQuantizer.Quantize(format, left, n, n), SqQuantizer.Quantize(Sq84, right, n, n)).Run(device);
        return Sampled(draw, n, found, left, right, (rows, m, columns, k) => GemmReference.Multiply(
            GemmOperand.Of(PlainQuantizer.Quantize(format, rows, m, n)), GemmOperand.Of(SqQuantizer.Quantize(Sq84, columns, k, n))));
    });

    private static LargeCheck Plain(string name, PlainFormat left, PlainFormat right) =>
        Coded(name, (values, rows, n) => PlainQuantizer.Quantize(left, values, rows, n), (values, rows, n) => PlainQuantizer.Quantize(right, values, rows, n));

    private static LargeCheck Block(string name, BlockScaledFormat format) =>
        Coded(name, (values, rows, n) => BlockQuantizer.Quantize(format, values, rows, n), (values, rows, n) => BlockQuantizer.Quantize(format, values, rows, n));

    private static LargeCheck Coded(string name, Func<float[], int, int, CodedMatrix> codeLeft, Func<float[], int, int, CodedMatrix> codeRight) => new(name, 4096, (device, draw, n) =>
    {
        float[] left = draw.Values(n * n), right = draw.Values(n * n);
        uint[] found = GemmCall.Of(codeLeft(left, n, n), codeRight(right, n, n)).Run(device);
        return Sampled(draw, n, found, left, right, (rows, m, columns, k) =>
            GemmReference.Multiply(GemmOperand.Of(codeLeft(rows, m, n)), GemmOperand.Of(codeRight(columns, k, n))));
    });

    private static LargeCheck TFdpa(string name, string preset, ScalarFormat format) => new(name, 4096, (device, draw, n) =>
    {
        var model = (TFdpa)EmbeddedPresets.All.Find(preset)!.Build(format, format);
        uint[] left = draw.Codes(format, n * n), right = draw.Codes(format, n * n);
        uint[] found = GemmCall.Of(model, new(n, n, n), left, right, new uint[n * n]).Run(device);
        return Sampled(draw, n, found, left, right, (rows, m, columns, k) =>
        {
            var sums = new uint[m * k];
            model.Multiply(new(m, k, n), rows, columns, sums);
            return Array.ConvertAll(sums, BitConverter.UInt32BitsToSingle);
        });
    });

    private static CheckCount Sampled<T>(Draw draw, int n, uint[] found, T[] left, T[] right, Func<T[], int, T[], int, float[]> reference)
    {
        int[] rows = Some(draw, n), columns = Some(draw, n);
        float[] expected = reference(Rows(left, rows, n), rows.Length, Rows(right, columns, n), columns.Length);
        long wrong = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (found[rows[i / columns.Length] * n + columns[i % columns.Length]] != BitConverter.SingleToUInt32Bits(expected[i])) wrong++;
        }
        return new(expected.Length, wrong);
    }

    /// <summary>The first, the last, and others at random.</summary>
    private static int[] Some(Draw draw, int n) => [0, n - 1, .. Enumerable.Range(0, Samples - 2).Select(_ => draw.Within(0, n - 1))];

    private static T[] Rows<T>(T[] matrix, int[] rows, int n)
    {
        var some = new T[rows.Length * n];
        for (int i = 0; i < rows.Length; i++) Array.Copy(matrix, (long)rows[i] * n, some, (long)i * n, n);
        return some;
    }
}
