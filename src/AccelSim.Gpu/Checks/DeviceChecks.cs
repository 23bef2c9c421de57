using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Gpu.Devices;
using AccelSim.Gpu.Gemm;
using AccelSim.Gpu.Probes;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Machines;
using AccelSim.Model.Numerics;

namespace AccelSim.Gpu.Checks;

/// <summary>All comparisons of kernels with the functional path; a new one is a line here.</summary>
public static class DeviceChecks
{
    private const int MostRows = 40, MostTerms = 300;

    private static readonly ScalarFormat Int2 = ScalarFormats.Int2, Int4 = ScalarFormats.Int4, Int8 = ScalarFormats.Int8;
    private static readonly ScalarFormat E4M3 = ScalarFormats.Fp8E4M3, E5M2 = ScalarFormats.Fp8E5M2, E2M1 = ScalarFormats.Fp4E2M1;

    public static ImmutableArray<DeviceCheck> All { get; } =
    [
        Sq("int8-x-sq-int8-int4", Int8, Int8, Int4),
        Sq("int4-x-sq-int8-int4", Int4, Int8, Int4),
        Sq("int8-x-sq-int4-int2", Int8, Int4, Int2),
        Sq("int8-x-sq-int8-none", Int8, Int8, null),
        Sq("fp8-x-sq-fp8-fp4", E4M3, E4M3, E2M1),
        Plain("int8-x-int8", Int8, Int8, grouped: false),
        Plain("int8-x-int4", Int8, Int4, grouped: false),
        Plain("int4-x-int4", Int4, Int4, grouped: false),
        Plain("int8-x-int4-grouped", Int8, Int4, grouped: true),
        Plain("int4-x-int4-grouped", Int4, Int4, grouped: true),
        Plain("e4m3-x-e4m3", E4M3, E4M3, grouped: false),
        Plain("e4m3-x-e4m3-grouped", E4M3, E4M3, grouped: true),
        Plain("e5m2-x-e4m3-grouped", E5M2, E4M3, grouped: true),
        Block("mxfp4-x-mxfp4", BlockScaledFormats.MxFp4, BlockScaledFormats.MxFp4),
        Block("nvfp4-x-nvfp4", BlockScaledFormats.NvFp4, BlockScaledFormats.NvFp4),
        Block("mxfp8-x-mxfp4", BlockScaledFormats.MxFp8E4M3, BlockScaledFormats.MxFp4),
        Block("mxfp6-x-mxfp6", BlockScaledFormats.MxFp6E2M3, BlockScaledFormats.MxFp6E3M2),
        Block("mxint8-x-nvfp4", BlockScaledFormats.MxInt8, BlockScaledFormats.NvFp4),
        Chain("bf16-x-bf16-fma", ScalarFormats.Bf16, ScalarFormats.Bf16),
        Chain("bf16-x-int4-fma", ScalarFormats.Bf16, Int4),
        Chain("fp32-x-fp32-fma", ScalarFormats.Fp32, ScalarFormats.Fp32),
        TFdpa("t-fdpa-fp8", E4M3, E5M2),
        TFdpa("t-fdpa-fp16", ScalarFormats.Fp16),
        TFdpa("t-fdpa-bf16", ScalarFormats.Bf16),
        TFdpa("t-fdpa-tf32", ScalarFormats.Tf32),
        .. AttentionChecks.All,
    ];

    private static DeviceCheck Sq(string name, ScalarFormat activation, ScalarFormat high, ScalarFormat? low) =>
        new(name, $"{activation} activations times sq({high}/{low?.Name ?? "none"}) weights, random banks and shares, both orders.", (device, draw) =>
        {
            (int m, int n, int k) = Shape(draw);
            int bank = draw.One(draw.Within(2, 130), 16, 32, 64);
            var format = new SqFormat(high, low, bank, draw.Within(1, bank - 1));
            int group = draw.One(0, 0, draw.Within(1, 150));
            CodedMatrix a = PlainQuantizer.Quantize(new PlainFormat(activation, group), draw.Values(m * k), m, k);
            SqMatrix w = SqQuantizer.Quantize(format, draw.Values(n * k), n, k);
            SumOrder order = draw.One(SumOrder.PerBank, SumOrder.TwoPass);
            return Same(GemmCall.Of(a, w, order).Run(device), GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.Of(w), order));
        });

    private static DeviceCheck Plain(string name, ScalarFormat left, ScalarFormat right, bool grouped) =>
        new(name, $"{left} times {right}, {(grouped ? "scales a group" : "a scale a channel and token")}.", (device, draw) =>
        {
            (int m, int n, int k) = Shape(draw);
            CodedMatrix a = PlainQuantizer.Quantize(Format(left), draw.Values(m * k), m, k);
            CodedMatrix w = PlainQuantizer.Quantize(Format(right), draw.Values(n * k), n, k);
            return Same(GemmCall.Of(a, w).Run(device), GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.Of(w)));

            PlainFormat Format(ScalarFormat element) => grouped
                ? new(element, draw.One(draw.Within(1, 150), 32, 128), draw.One(null, ScalarFormats.Fp32, ScalarFormats.E8M0), draw.One(1, 1, draw.Within(2, 20)))
                : new(element);
        });

    private static DeviceCheck Block(string name, BlockScaledFormat left, BlockScaledFormat right) =>
        new(name, $"{left} times {right}, exact sums of a block.", (device, draw) =>
        {
            (int m, int n, int k) = Shape(draw);
            CodedMatrix a = BlockQuantizer.Quantize(left, draw.Values(m * k), m, k), w = BlockQuantizer.Quantize(right, draw.Values(n * k), n, k);
            return Same(GemmCall.Of(a, w).Run(device), GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.Of(w)));
        });

    private static DeviceCheck Chain(string name, ScalarFormat left, ScalarFormat right) =>
        new(name, $"{left} times {right} by chains of fp32 fused multiply-adds.", (device, draw) =>
        {
            (int m, int n, int k) = Shape(draw);
            CodedMatrix a = PlainQuantizer.Quantize(Format(left), draw.Values(m * k), m, k), w = PlainQuantizer.Quantize(Format(right), draw.Values(n * k), n, k);
            return Same(GemmCall.OfChain(a, w).Run(device), GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.Of(w)));

            PlainFormat Format(ScalarFormat element) => element.NeedsScale ? new(element, draw.One(0, draw.Within(1, 150))) : new(element);
        });

    private static DeviceCheck TFdpa(string name, params ScalarFormat[] inputs) =>
        new(name, $"Tensor-core sums of {string.Join(", ", inputs.Select(f => f.Name))} under every native preset that takes them, NaN and infinity included.", (device, draw) =>
        {
            ScalarFormat left = draw.One<ScalarFormat>(inputs), right = draw.One<ScalarFormat>(inputs);
            AccumulatorPreset[] presets = [.. EmbeddedPresets.All.Native.Where(p => p.Inputs.Contains(left) && p.Inputs.Contains(right))];
            var model = (TFdpa)draw.One<AccumulatorPreset>(presets).Build(left, right);
            var shape = new DotShape(draw.Extent(20), draw.Extent(20), draw.One(0, draw.Extent(150)));
            uint[] a = draw.Codes(left, shape.M * shape.K), b = draw.Codes(right, shape.N * shape.K), sums = draw.Starts(model.Output, shape.M * shape.N);
            uint[] found = GemmCall.Of(model, shape, a, b, sums).Run(device);
            model.Multiply(shape, a, b, sums);
            return found.AsSpan().SequenceEqual(sums);
        });

    private static (int M, int N, int K) Shape(Draw draw) => (draw.Extent(MostRows), draw.Extent(MostRows), draw.Extent(MostTerms));

    private static bool Same(uint[] found, float[] expected) =>
        found.AsSpan().SequenceEqual(Array.ConvertAll(expected, BitConverter.SingleToUInt32Bits));
}
