using System.Collections.Immutable;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Gpu.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Gpu.Checks;

/// <summary>One head of attention, prefill, verification and decoding, with both products on the device.</summary>
internal static class AttentionChecks
{
    private const int LongestContext = 200, MostQueries = 9;

    public static ImmutableArray<DeviceCheck> All { get; } =
    [
        Plain("attention-int8", ScalarFormats.Int8),
        Plain("attention-fp8", ScalarFormats.Fp8E4M3),
        Sq("attention-int8-sq-cache"),
    ];

    private static DeviceCheck Plain(string name, ScalarFormat element) =>
        new(name, $"Queries, keys, probabilities and values in {element}; keys by token, values by channel.", (device, draw) =>
        {
            (int rows, int context, int dim) = Shape(draw);
            var format = new PlainFormat(element, draw.One(0, 32));
            CodedMatrix q = PlainQuantizer.Quantize(format, draw.Values(rows * dim), rows, dim);
            CodedMatrix k = PlainQuantizer.Quantize(format, draw.Values(context * dim), context, dim);
            CodedMatrix v = PlainQuantizer.Quantize(format, draw.Values(dim * context), dim, context);
            return Same(HeadAttention.Run(q, context, format, a => Floats(GemmCall.Of(a, k).Run(device)), p => Floats(GemmCall.Of(p, v).Run(device))),
                HeadAttention.Run(q, context, format, a => Reference(a, GemmOperand.Of(k)), p => Reference(p, GemmOperand.Of(v))));
        });

    private static DeviceCheck Sq(string name) =>
        new(name, "int8 queries and probabilities on a cache in sq(int8/int4): keys by token, values by channel.", (device, draw) =>
        {
            (int rows, int context, int dim) = Shape(draw);
            var format = new PlainFormat(ScalarFormats.Int8);
            int bank = draw.One(8, 16, 32);
            var cache = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, bank, draw.Within(1, bank - 1));
            CodedMatrix q = PlainQuantizer.Quantize(format, draw.Values(rows * dim), rows, dim);
            SqMatrix k = SqQuantizer.Quantize(cache, draw.Values(context * dim), context, dim), v = SqQuantizer.Quantize(cache, draw.Values(dim * context), dim, context);
            return Same(HeadAttention.Run(q, context, format, a => Floats(GemmCall.Of(a, k).Run(device)), p => Floats(GemmCall.Of(p, v).Run(device))),
                HeadAttention.Run(q, context, format, a => Reference(a, GemmOperand.Of(k)), p => Reference(p, GemmOperand.Of(v))));
        });

    private static (int Rows, int Context, int Dim) Shape(Draw draw)
    {
        int rows = draw.Extent(MostQueries);
        return (rows, rows + draw.Within(0, LongestContext), draw.One(16, 64, 80));
    }

    private static float[] Reference(CodedMatrix a, GemmOperand w) => GemmReference.Multiply(GemmOperand.Of(a), w);

    private static float[] Floats(uint[] words) => Array.ConvertAll(words, BitConverter.UInt32BitsToSingle);

    private static bool Same(float[] found, float[] expected) =>
        Array.ConvertAll(found, BitConverter.SingleToUInt32Bits).AsSpan().SequenceEqual(Array.ConvertAll(expected, BitConverter.SingleToUInt32Bits));
}
