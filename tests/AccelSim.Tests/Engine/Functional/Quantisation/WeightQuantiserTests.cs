using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;
using AccelSim.Tests.Model.Formats;
using AccelSim.Tests.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Quantisation;

public sealed class WeightQuantiserTests
{
    private static readonly SqFormat Sq = new(ScalarFormats.Int8, ScalarFormats.Int4, 32, 4);
    private static readonly QuantisationOptions Plain = new() { SmoothAlpha = null, GptqFeedback = false };

    private static readonly Gen<NumberFormat> Format = Gen.OneOf(
        FormatGen.Plain.Where(p => p.GroupVectors == 1).Select(f => (NumberFormat)f),
        Gen.OneOf([.. BlockScaledFormats.All]).Select(f => (NumberFormat)f),
        FormatGen.TwoFour.Where(f => f.Inner.GroupVectors == 1).Select(f => (NumberFormat)f), SqGen.Weights.Select(f => (NumberFormat)f));

    [Test]
    public void Without_data_every_format_is_rounded_to_nearest() =>
        Gen.Select(Format, SqGen.Matrix.Where(m => m.Vectors * m.K > 0)).Sample((format, m) =>
        {
            // A scale of 2:4 is fixed before its pairs are known and so counts what they drop: the quantiser of the codec counts only what stays.
            if (format is TwoFourFormat)
                return;
            float[] expected = format switch
            {
                PlainFormat plain => PlainQuantizer.Quantize(plain, m.Values, m.Vectors, m.K).Dequantize(),
                BlockScaledFormat block => BlockQuantizer.Quantize(block, m.Values, m.Vectors, m.K).Dequantize(),
                _ => SqQuantizer.Quantize((SqFormat)format, m.Values, m.Vectors, m.K).Dequantize(),
            };
            Assert.That(WeightQuantiser.Quantise(m.Values, m.Vectors, m.K, format).Values, Is.EqualTo(expected), format.Name);
        });

    [Test]
    public void The_operand_holds_the_rounded_values() =>
        Gen.Select(Format, Gen.Int[0, 99]).Sample((format, seed) =>
        {
            var layer = new LayerGen(3, 40, seed, tokens: 64);
            QuantisedWeights q = WeightQuantiser.Quantise(layer.Weights, 3, 40, format, null, layer.Calibration);
            // A unit vector as activation reads one weight.
            var units = new float[40 * 40];
            for (int i = 0; i < 40; i++)
                units[i * 41] = 1;
            float[] read = GemmReference.Multiply(GemmOperand.Of(units, 40, 40), q.Operand);
            float[] expected = [.. Enumerable.Range(0, 40 * 3).Select(i => q.Values[i % 3 * 40 + i / 3])];
            Assert.That(read, Is.EqualTo(expected), format.Name);
        }, iter: 40);

    [TestCase("sq(int8/int4,b=32,s=0.875)")]
    [TestCase("int4")]
    [TestCase("int4(g=32)")]
    [TestCase("2:4(int8)")]
    [TestCase("mxfp4")]
    [TestCase("nvfp4")]
    public void Error_feedback_beats_rounding_to_nearest_on_correlated_inputs(string name)
    {
        NumberFormat format = Parse(name);
        var layer = new LayerGen(24, 128, 11);
        double nearest = layer.SqnrDb(format, null, Plain);
        double feedback = layer.SqnrDb(format, null, Plain with { GptqFeedback = true });
        TestContext.Out.WriteLine($"{name}: RTN {nearest:0.0} dB, GPTQ {feedback:0.0} dB");
        Assert.That(feedback, Is.GreaterThan(nearest + 1));
    }

    [Test]
    public void Smoothing_helps_where_activations_have_outlier_channels()
    {
        var layer = new LayerGen(24, 128, 12);
        var format = new PlainFormat(ScalarFormats.Int8);
        double raw = layer.SqnrDb(format, format, Plain);
        double smooth = layer.SqnrDb(format, format, Plain with { SmoothAlpha = 0.5 });
        TestContext.Out.WriteLine($"W8A8 {raw:0.0} dB, smoothed {smooth:0.0} dB");
        Assert.That(smooth, Is.GreaterThan(raw + 1));
    }

    [Test]
    public void Every_score_chooses_h_per_bank_and_the_hessian_beats_magnitude()
    {
        var layer = new LayerGen(24, 128, 13);
        double magnitude = layer.SqnrDb(Sq, null, Plain, isCalibrated: false);
        Assert.That(layer.SqnrDb(Sq, null, Plain with { Score = WeightScore.Magnitude }), Is.EqualTo(magnitude));
        foreach (WeightScore score in Enum.GetValues<WeightScore>().Where(s => s != WeightScore.Magnitude))
        {
            double scored = layer.SqnrDb(Sq, null, Plain with { Score = score });
            TestContext.Out.WriteLine($"{score}: {scored:0.00} dB, magnitude {magnitude:0.00} dB");
            Assert.That(scored, Is.GreaterThan(magnitude), $"{score}");
        }
    }

    [Test]
    public void The_score_is_indexed_by_input_channel()
    {
        // Two channels with equal weights: the one with the larger inputs has the smaller diagonal of H^-1 and must be high.
        var calibration = new Calibration(2);
        calibration.Add([1, 10, -1, 10, 1, -10, -1, -10]);
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 2, 1);
        foreach (WeightScore score in (WeightScore[])[WeightScore.Literal, WeightScore.Cholesky, WeightScore.Obs])
        {
            QuantisedWeights q = WeightQuantiser.Quantise([1, 1, -3, 3], 2, 2, format, null, calibration, Plain with { Score = score });
            Assert.That(q.Sq!.Mask(), Is.EqualTo(new[] { false, true, false, true }), $"{score}");
        }
    }

    [TestCase(ActivationScore.Signed, 1)]
    [TestCase(ActivationScore.Abs, 0)]
    [TestCase(ActivationScore.L2, 0)]
    public void A_signed_score_ranks_cancelling_weights_low(ActivationScore score, int expected)
    {
        var calibration = new Calibration(2);
        calibration.Add([1, 1, 1, -1]);
        float[] weights = [5, 1, -5, 1];
        double[] importance = ActivationImportance.Of(score, calibration, [], weights);
        Assert.That(Array.IndexOf(importance, importance.Max()), Is.EqualTo(expected));
        var activations = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 2, 1, SqMask.Static);
        QuantisedWeights q = WeightQuantiser.Quantise(
            weights, 2, 2, new PlainFormat(ScalarFormats.Int4), activations, calibration, Plain with { ActScore = score });
        Assert.That(Array.IndexOf(q.ActivationMask, true), Is.EqualTo(expected));
    }

    [Test]
    public void Sq_activations_run_with_every_switch_and_eight_bit_rows_lose_less()
    {
        var layer = new LayerGen(24, 128, 14);
        var activations = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 32, 4, SqMask.Static);
        var dynamic = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 32, 4, SqMask.Dynamic);
        var int4 = new PlainFormat(ScalarFormats.Int4);
        double basic = layer.SqnrDb(int4, activations, QuantisationOptions.Default);
        double wide = layer.SqnrDb(int4, activations, QuantisationOptions.Default with { WBitsHighRows = 8 });
        double channel = layer.SqnrDb(int4, activations, QuantisationOptions.Default with { WScale = WeightScale.Channel });
        double passes = layer.SqnrDb(int4, activations, QuantisationOptions.Default with { SumOrder = SumOrder.TwoPass });
        double perToken = layer.SqnrDb(int4, dynamic, QuantisationOptions.Default);
        double four = layer.SqnrDb(int4, int4, QuantisationOptions.Default);
        TestContext.Out.WriteLine($"static {basic:0.0}, w8 rows {wide:0.0}, channel {channel:0.0}, dynamic {perToken:0.0}, W4A4 {four:0.0} dB");
        Assert.That(wide, Is.GreaterThan(basic));
        Assert.That(channel, Is.LessThan(basic));
        Assert.That(passes, Is.EqualTo(basic).Within(0.01));
        Assert.That(perToken, Is.GreaterThan(four));
        Assert.That(basic, Is.GreaterThan(four));
    }

    [Test]
    public void Options_fill_in_only_what_a_format_leaves_open()
    {
        var options = new QuantisationOptions { ScaleType = ScalarFormats.E8M0, ActMask = SqMask.Dynamic };
        Assert.That(options.Complete(Sq, OperandRole.Weights).Name, Is.EqualTo("sq(int8/int4,b=32,s=0.875,scale=e8m0)"));
        Assert.That(options.Complete(Sq, OperandRole.Activations).Name, Is.EqualTo("sq(int8/int4,b=32,s=0.875,dynamic,scale=e8m0)"));
        var stated = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 32, 4, SqMask.Static, ScalarFormats.Fp32);
        Assert.That(options.Complete(stated, OperandRole.Activations), Is.EqualTo(stated));
        var layer = new LayerGen(4, 64, 5, tokens: 64);
        QuantisedWeights q = WeightQuantiser.Quantise(layer.Weights, 4, 64, Sq, null, layer.Calibration, options);
        Assert.That(q.Sq!.HighScales.ToArray().All(s => MathF.ILogB(s) is var e && s == MathF.ScaleB(1, e)));
    }

    [Test]
    public void Dead_inputs_do_not_break_the_hessian()
    {
        var calibration = new Calibration(4);
        calibration.Add([1, 0, 2, 0, 3, 0, -1, 0]);
        QuantisedWeights q = WeightQuantiser.Quantise([1, 2, 3, 4], 1, 4, new PlainFormat(ScalarFormats.Int8), null, calibration);
        Assert.That(q.Values, Has.None.NaN);
        var silent = new Calibration(4);
        Assert.That(WeightQuantiser.Quantise([1, 2, 3, 4], 1, 4, new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1), null, silent).Values,
            Has.None.NaN);
    }

    [Test]
    public void What_cannot_be_is_refused()
    {
        var int8 = new PlainFormat(ScalarFormats.Int8);
        var activations = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1, SqMask.Static);
        Assert.That(() => WeightQuantiser.Quantise(new float[7], 2, 4, int8), Throws.ArgumentException);
        Assert.That(() => WeightQuantiser.Quantise(new float[8], 2, 4, int8, activations), Throws.ArgumentException.With.Message.Contains("calibration"));
        Assert.That(() => WeightQuantiser.Quantise(new float[8], 2, 4, Sq, activations, new Calibration(4)), Throws.ArgumentException);
        Assert.That(() => WeightQuantiser.Quantise([1, float.NaN], 1, 2, int8), Throws.InstanceOf<ArithmeticException>());
        Assert.That(() => WeightQuantiser.Quantise([1, float.NaN], 1, 2, Sq), Throws.InstanceOf<ArithmeticException>());
        Assert.That(() => new Calibration(2).Add([1, float.NaN]), Throws.InstanceOf<ArithmeticException>());
        var singular = new Calibration(2);
        singular.Add([1, 0]);
        Assert.That(() => new Hessian(singular, [], 0), Throws.InstanceOf<ArithmeticException>().With.Message.Contains("damping"));
    }

    private static NumberFormat Parse(string name) =>
        FormatParser.TryParse(name, FormatCatalogue.BuiltIn, out NumberFormat? format, out string? error) ? format : throw new ArgumentException(error);
}
