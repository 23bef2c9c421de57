using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation.Checks;

/// <summary>Laws that hold for every operand.</summary>
internal static class LawChecks
{
    private const int Cases = 2_000;

    private static readonly ScalarCodec Bf16 = new(ScalarFormats.Bf16), E4M3 = new(ScalarFormats.Fp8E4M3), Fp32 = new(ScalarFormats.Fp32), Int8 = new(ScalarFormats.Int8);

    public static CheckCount PermutationWithinGroup()
    {
        var draw = new Draw(21);
        return Count(() =>
        {
            ScalarFormat format = draw.One<ScalarFormat>(Draw.Operands);
            int length = draw.One(4, 8, 16, 32);
            TFdpa model = Random(draw, format, length);
            (uint[] a, uint[] b, uint c) = Terms(draw, model, 3 * length);
            int[] order = [.. Enumerable.Range(0, a.Length)];
            for (int k = 0; k < order.Length; k += length) draw.Shuffle(order.AsSpan(k, length));
            return model.Dot(a, b, c) == model.Dot(Array.ConvertAll(order, i => a[i]), Array.ConvertAll(order, i => b[i]), c);
        });
    }

    public static CheckCount Scaling()
    {
        var draw = new Draw(22);
        return Count(() =>
        {
            TFdpa model = Random(draw, ScalarFormats.Bf16, 16, draw.One(OutputRounding.RzFp32, OutputRounding.RzE8M13, OutputRounding.RneFp32));
            (uint[] a, uint[] b, uint c) = Terms(draw, model, 40);
            // Exponent fields move by k; values between 2^-6 and 2^6 stay clear of both ends. Zero has no exponent to move.
            int k = draw.Below(61) - 30;
            uint[] scaled = Array.ConvertAll(a, x => Moved(x, k, ScalarFormats.Bf16));
            return Moved(model.Dot(a, b, c), k, ScalarFormats.Fp32) == model.Dot(scaled, b, Moved(c, k, ScalarFormats.Fp32));
        });
    }

    public static CheckCount Negation()
    {
        var draw = new Draw(23);
        return Count(() =>
        {
            TFdpa model = Random(draw, draw.One<ScalarFormat>(Draw.Operands), 8);
            (uint[] a, uint[] b, uint c) = Terms(draw, model, 24);
            uint sign = 1u << (model.Left.CodeBits - 1), minus = 1u << (model.Output.CodeBits - 1);
            uint result = model.Dot(a, b, c);
            return model.Dot(Array.ConvertAll(a, x => x ^ sign), b, c ^ minus) == (result == 0 ? 0 : result ^ minus);
        });
    }

    public static CheckCount LargeFraction()
    {
        var draw = new Draw(24);
        // E4M3 products span 2^-18 .. 2^18 and c here 2^-32 .. 2^9, so 50 bits below the largest exponent hold every one of them.
        var truncated = new TFdpa(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, TFdpaParameters.Usual(64, 52, OutputRounding.RzFp32));
        var exact = new ExactDot(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, ScalarFormats.Fp32, new Conversion(Rounding.TowardZero, OverflowRule.Infinity));
        return Count(() =>
        {
            int terms = draw.Below(65);
            uint[] a = draw.Finite(E4M3, terms), b = draw.Finite(E4M3, terms), c = draw.Near(Fp32, 1, -9, 9);
            return truncated.Dot(a, b, c[0]) == exact.Dot(a, b, c[0]);
        });
    }

    public static CheckCount ErrorBound()
    {
        var draw = new Draw(25);
        return Count(() =>
        {
            TFdpa model = Random(draw, ScalarFormats.Fp8E4M3, 32, OutputRounding.RzE8M13);
            (uint[] a, uint[] b, uint c) = Terms(draw, model, 32);
            double exact = Fp32.Decode(c), largest = c == 0 ? double.MinValue : Math.ILogB(exact);
            for (int i = 0; i < a.Length; i++)
            {
                UnpackedCode p = E4M3.Unpack(a[i]), q = E4M3.Unpack(b[i]);
                exact += E4M3.DecodeExact(a[i]) * E4M3.DecodeExact(b[i]);
                if (p.Significand != 0 && q.Significand != 0)
                    largest = Math.Max(largest, p.Exponent + q.Exponent + 6);
            }
            double result = Fp32.Decode(model.Dot(a, b, c));
            double unit = Math.ScaleB(1, Math.ILogB(exact == 0 ? 1 : exact) - model.Parameters.Rounding.MantissaBits);
            return Math.Abs(result - exact) <= (a.Length + 1) * Math.ScaleB(1, (int)largest - model.Parameters.FractionBits) + unit;
        });
    }

    public static CheckCount UnitScales()
    {
        var draw = new Draw(26);
        TFdpaParameters parameters = TFdpaParameters.Usual(32, 25, OutputRounding.RzFp32);
        var plain = new TFdpa(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E5M2, parameters);
        var scaled = new StFdpa(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E5M2, ScalarFormats.E8M0, 32, parameters);
        const uint One = 127;
        return Count(() =>
        {
            uint[] a = draw.Any(ScalarFormats.Fp8E4M3, 64), b = draw.Any(ScalarFormats.Fp8E5M2, 64), c = draw.Near(Fp32, 1, -9, 9);
            return plain.Dot(a, b, c[0]) == scaled.Dot(a, b, [One, One], [One, One], c[0]);
        });
    }

    public static CheckCount IntegerModulo()
    {
        var draw = new Draw(27);
        var wrap = new Int32Sum(ScalarFormats.Int16, ScalarFormats.Int16);
        return Count(() =>
        {
            uint[] a = draw.Any(ScalarFormats.Int16, 32), b = draw.Any(ScalarFormats.Int16, 32), c = draw.Any(ScalarFormats.Int32, 1);
            int cut = draw.Below(33);
            uint whole = wrap.Dot(a, b, c[0]);
            uint parts = wrap.Dot(a.AsSpan(..cut), b.AsSpan(..cut), wrap.Dot(a.AsSpan(cut..), b.AsSpan(cut..), c[0]));
            long exact = unchecked((int)c[0]) + a.Zip(b, (x, y) => (long)unchecked((short)x) * unchecked((short)y)).Sum();
            return whole == parts && whole == unchecked((uint)exact);
        });
    }

    public static CheckCount TwoLevel()
    {
        var draw = new Draw(28);
        var inner = new TFdpa(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, TFdpaParameters.Usual(32, 13, OutputRounding.RzE8M13));
        var promoted = new TwoLevel(inner, 128);
        return Count(() =>
        {
            uint[] a = draw.Finite(E4M3, 300), b = draw.Finite(E4M3, 300), c = draw.Near(Fp32, 1, -9, 9);
            float sum = Fp32.Decode(c[0]);
            for (int k = 0; k < a.Length; k += 128)
                sum += Fp32.Decode(inner.Dot(a.AsSpan(k..Math.Min(k + 128, a.Length)), b.AsSpan(k..Math.Min(k + 128, a.Length))));
            return promoted.Dot(a, b, c[0]) == Float32.Code(sum) && promoted.Dot(a, b, c[0], [1, 1, 1]) == Float32.Code(sum);
        });
    }

    private static CheckCount Count(Func<bool> holds)
    {
        var count = default(CheckCount);
        for (int i = 0; i < Cases; i++) count += CheckCount.Of(holds());
        return count;
    }

    private static TFdpa Random(Draw draw, ScalarFormat format, int length, OutputRounding? rounding = null) => new(format, format,
        TFdpaParameters.Usual(length, draw.One(13, 23, 24, 25), rounding ?? draw.One<OutputRounding>([.. OutputRounding.All])));

    private static (uint[] A, uint[] B, uint C) Terms(Draw draw, TFdpa model, int count) => (
        draw.Near(new ScalarCodec(model.Left), count, -6, 3), draw.Near(new ScalarCodec(model.Right), count, -6, 3), draw.Near(new ScalarCodec(model.Output), 1, -6, 6)[0]);

    private static uint Moved(uint code, int exponent, ScalarFormat format) =>
        (code & ((1u << (format.CodeBits - 1)) - 1)) == 0 ? code : unchecked(code + (uint)(exponent << format.MantissaBits));
}
