using System.Numerics;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation.Checks;

/// <summary>Fast ways against slow ones.</summary>
internal static class TwinChecks
{
    private const int Cases = 400;

    private static readonly ScalarFormat[] Integers = [ScalarFormats.Int4, ScalarFormats.Int8, ScalarFormats.Int16];

    public static CheckCount ExactWidths()
    {
        var draw = new Draw(11);
        ScalarFormat[] formats = [.. Draw.Operands, ScalarFormats.Fp32, .. Integers];
        var count = default(CheckCount);
        for (int i = 0; i < 5 * Cases; i++)
        {
            ScalarFormat left = draw.One<ScalarFormat>(formats), right = draw.One<ScalarFormat>(formats), output = draw.One(ScalarFormats.Fp32, ScalarFormats.Fp16, ScalarFormats.Bf16);
            ScalarCodec a = new(left), b = new(right), d = new(output);
            int terms = draw.Below(40);
            uint[] x = draw.Finite(a, terms), y = draw.Finite(b, terms), c = draw.Finite(d, 1);
            count += CheckCount.Of(new ExactDot(left, right, output).Dot(x, y, c[0]) == InBigIntegers(a, b, d, x, y, c[0]));
        }
        return count;
    }

    public static CheckCount ExactLanes()
    {
        var draw = new Draw(12);
        ScalarFormat[] formats = [.. Draw.Operands, ScalarFormats.Fp32, .. Integers];
        var count = default(CheckCount);
        for (int i = 0; i < Cases; i++)
            count += Lanes(draw, new ExactDot(draw.One<ScalarFormat>(formats), draw.One<ScalarFormat>(formats), ScalarFormats.Fp32));
        return count;
    }

    public static CheckCount TruncatedLanes()
    {
        var draw = new Draw(13);
        var count = default(CheckCount);
        for (int i = 0; i < 2 * Cases; i++)
        {
            OutputRounding rounding = draw.One<OutputRounding>([.. OutputRounding.All]);
            TFdpaParameters parameters = TFdpaParameters.Usual(draw.One(1, 4, 8, 16, 32, 33), draw.One(10, 13, 23, 24, 25, 28), rounding);
            count += Lanes(draw, new TFdpa(draw.One<ScalarFormat>(Draw.Operands), draw.One<ScalarFormat>(Draw.Operands), parameters));
        }
        return count;
    }

    private static CheckCount Lanes(Draw draw, DotAccumulator model)
    {
        var shape = new DotShape(1 + draw.Below(6), 1 + draw.Below(18), draw.Below(70));
        ScalarCodec left = new(model.Left), right = new(model.Right), output = new(model.Output);
        bool any = draw.Below(4) == 0;
        uint[] a = any ? draw.Any(model.Left, shape.M * shape.K) : draw.Near(left, shape.M * shape.K, -5, 5);
        uint[] b = any ? draw.Any(model.Right, shape.N * shape.K) : draw.Near(right, shape.N * shape.K, -5, 5);
        uint[] c = any ? draw.Any(model.Output, shape.M * shape.N) : draw.Near(output, shape.M * shape.N, -9, 9);
        uint[] fast = [.. c], slow = [.. c];
        model.Multiply(shape, a, b, fast);
        model.MultiplyOneByOne(shape, a, b, slow);
        return new(fast.Length, fast.Where((code, i) => code != slow[i]).LongCount());
    }

    private static uint InBigIntegers(ScalarCodec a, ScalarCodec b, ScalarCodec output, uint[] x, uint[] y, uint c)
    {
        // Below every bit that any format has.
        const int Lowest = -400;
        UnpackedCode start = output.Unpack(c);
        BigInteger sum = (BigInteger)start.Significand << (start.Exponent - Lowest);
        for (int i = 0; i < x.Length; i++)
        {
            UnpackedCode p = a.Unpack(x[i]), q = b.Unpack(y[i]);
            sum += (BigInteger)p.Significand * q.Significand << (p.Exponent + q.Exponent - Lowest);
        }
        BigInteger magnitude = BigInteger.Abs(sum);
        int excess = (int)Math.Max(magnitude.GetBitLength() - 128, 0);
        UInt128 leading = (UInt128)(magnitude >> excess);
        return output.Encode(sum.Sign < 0, leading, Lowest + excess, magnitude != (BigInteger)leading << excess, Conversion.Ieee);
    }
}
