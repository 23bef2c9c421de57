using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Quantisation.Checks;

/// <summary>What is checked about fast products of quantised matrices; a case is an output under one path.</summary>
public static class GemmChecks
{
    private const int Products = 60;

    private static readonly PlainFormat[] Plain =
    [
        new(ScalarFormats.Int8), new(ScalarFormats.Int4), new(ScalarFormats.Int4, 32), new(ScalarFormats.Fp8E4M3), new(ScalarFormats.Fp8E5M2, 64), new(ScalarFormats.Bf16),
    ];

    public static ImmutableArray<NumericCheck> All { get; } =
    [
        new("sq-gemm", "SQ products of integers by vector instructions, without them and by two threads equal the contract's order.", SqProducts),
        new("coded-gemm", "Fast products of plain, block-scaled and SQ operands equal the contract's order, both orders of the two paths.", CodedProducts),
    ];

    private static CheckCount SqProducts()
    {
        var draw = new Draw(51);
        var count = default(CheckCount);
        for (int i = 0; i < Products; i++)
        {
            int m = 1 + draw.Below(40), n = 1 + draw.Below(40), k = 1 + draw.Below(300), bank = 2 + draw.Below(129);
            var format = new SqFormat(ScalarFormats.Int8, draw.One(ScalarFormats.Int4, ScalarFormats.Int2), bank, 1 + draw.Below(bank - 1));
            CodedMatrix a = PlainQuantizer.Quantize(new PlainFormat(draw.One(ScalarFormats.Int8, ScalarFormats.Int4)), draw.Values(m * k), m, k);
            SqMatrix w = SqQuantizer.Quantize(format, draw.Values(n * k), n, k);
            float[] expected = GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.Of(w));
            var packed = new PackedSqWeights(w);
            count += Compare(SqIntegerGemm.Multiply(a, packed), expected) + Compare(SqIntegerGemm.Multiply(a, packed, scalarOnly: true), expected)
                + Compare(SqIntegerGemm.Multiply(a, packed, threads: 2), expected);
        }
        return count;
    }

    private static CheckCount CodedProducts()
    {
        var draw = new Draw(52);
        var count = default(CheckCount);
        for (int i = 0; i < Products; i++)
        {
            int m = 1 + draw.Below(20), n = 1 + draw.Below(20), k = 1 + draw.Below(300);
            SumOrder order = draw.One(SumOrder.PerBank, SumOrder.TwoPass);
            GemmOperand a = Operand(draw, m, k, withSq: false), w = Operand(draw, n, k, withSq: true);
            count += Compare(ExactGemm.Multiply(a, w, order), GemmReference.Multiply(a, w, order));
        }
        return count;
    }

    private static GemmOperand Operand(Draw draw, int vectors, int k, bool withSq)
    {
        float[] values = draw.Values(vectors * k);
        return draw.Below(withSq ? 3 : 2) switch
        {
            0 => GemmOperand.Of(PlainQuantizer.Quantize(draw.One<PlainFormat>(Plain), values, vectors, k)),
            1 => GemmOperand.Of(BlockQuantizer.Quantize(draw.One<BlockScaledFormat>([.. BlockScaledFormats.All]), values, vectors, k)),
            _ => GemmOperand.Of(SqQuantizer.Quantize(FormatChecks.Format(draw), values, vectors, k)),
        };
    }

    private static CheckCount Compare(float[] x, float[] y) => new(x.Length,
        x.Where((value, i) => BitConverter.SingleToUInt32Bits(value) != BitConverter.SingleToUInt32Bits(y[i])).LongCount());
}
