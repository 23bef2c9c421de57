using System.Diagnostics;
using AccelSim.Engine.Functional.Models;
using AccelSim.Engine.Functional.Models.Checks;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Models;

public sealed class TinyLlamaTests
{
    [Test]
    public void The_expected_greedy_tokens_come_out_in_fp32()
    {
        var session = new LlamaSession(LlamaNetwork.Single(TinyLlama.Weights));
        int token = LlamaTokenizer.Begin;
        var tokens = new List<int> { token };
        for (int t = 0; t < 256; t++)
        {
            float[] logits = session.Forward([token]);
            token = Array.IndexOf(logits, logits.Max());
            tokens.Add(token);
        }
        Assert.That(tokens, Is.EqualTo(TinyLlama.Sequences.Single(s => s.Name == "greedy").Tokens));
        Assert.That(TinyLlama.Tokenizer.Decode(tokens), Does.StartWith("Once upon a time, there was a little girl named Lily. She loved to play outside"));
    }

    [Test]
    public void The_first_logits_are_the_documented_ones()
    {
        float[] logits = new LlamaSession(LlamaNetwork.Single(TinyLlama.Weights)).Forward([LlamaTokenizer.Begin]);
        (int Id, double Logit)[] expected = [(403, 17.023515), (385, 15.406213), (410, 13.108263), (317, 12.769170), (407, 12.418087)];
        foreach ((int id, double logit) in expected)
            Assert.That(logits[id], Is.EqualTo(logit).Within(1e-5));
        Assert.That(Math.Sqrt(logits.Sum(x => (double)x * x)), Is.EqualTo(128.10951).Within(1e-4));
    }

    [Test]
    public void Every_likelihood_is_the_reference_one()
    {
        LlamaNetwork network = LlamaNetwork.Single(TinyLlama.Weights);
        foreach (TokenSequence sequence in TinyLlama.Sequences)
        {
            double[] nll = Perplexity.Nll(network, sequence);
            for (int t = 0; t < nll.Length; t++)
                Assert.That(nll[t], Is.EqualTo(sequence.ReferenceNll[t + 1]).Within(5e-5), $"{sequence.Name} {t + 1}");
        }
        Perplexity all = Perplexity.Of(network, TinyLlama.Sequences.Where(s => s.Name != "greedy"));
        Assert.That(all.Tokens, Is.EqualTo(2048));
        Assert.That(all.Value, Is.EqualTo(3.6122).Within(1e-3));
    }

    [Test]
    public void What_verify_numerics_checks_of_it_passes_and_can_fail()
    {
        foreach (NumericCheck check in ModelChecks.All(TinyLlama.Weights, TinyLlama.Sequences))
        {
            Assert.That(check.Run().Cases, Is.GreaterThanOrEqualTo(256), check.Name);
            Assert.That(check.Run().Mismatches, Is.Zero, check.Name);
        }
        TokenSequence[] wrong = [.. TinyLlama.Sequences.Select(s => s with { Tokens = [.. s.Tokens.Select(t => t == 403 ? 404 : t)] })];
        foreach (NumericCheck check in ModelChecks.All(TinyLlama.Weights, wrong)) Assert.That(check.Run().Mismatches, Is.Positive, check.Name);
    }

    [TestCase("Once upon a time", new[] { 1, 403, 407, 261, 378 })]
    [TestCase("Lily's cat said \"hi!\"", new[] { 1, 317, 439, 419, 280, 294, 336, 313, 415, 417, 443, 436 })]
    public void Text_is_encoded_as_documented(string text, int[] expected)
    {
        Assert.That(TinyLlama.Tokenizer.Encode(text), Is.EqualTo(expected));
        Assert.That(TinyLlama.Tokenizer.Decode(expected), Is.EqualTo(text));
    }

    [Test]
    public void A_truncated_model_is_refused()
    {
        byte[] bytes = TinyLlama.ModelBytes;
        Assert.That(() => LlamaFile.Read(bytes.AsMemory(0, 500_000)),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("1056540").And.Message.Contains("500000"));
    }

    [Test]
    public void Perplexity_orders_formats_as_their_precision_does()
    {
        IReadOnlyList<LlamaCalibration> calibration = TinyLlama.Calibration;
        TokenSequence[] scored = [.. TinyLlama.Sequences.Where(s => s.Name is "sample0" or "sample1")];
        double Score(string w, string? a = null, string? kv = null, bool isCalibrated = true, QuantisationOptions? options = null)
        {
            var watch = Stopwatch.StartNew();
            LlamaNetwork network = LlamaQuantiser.Quantise(
                TinyLlama.Weights, Parse(w), Parse(a), Parse(kv), isCalibrated ? calibration : null, options);
            double value = Perplexity.Of(network, scored).Value;
            TestContext.Out.WriteLine($"{w} x {a ?? "fp32"}, kv {kv ?? "fp32"}{(isCalibrated ? "" : ", no data")}: {value:0.0000} ({watch.Elapsed.TotalSeconds:0.0} s)");
            return value;
        }
        double fp32 = Perplexity.Of(LlamaNetwork.Single(TinyLlama.Weights), scored).Value;
        TestContext.Out.WriteLine($"fp32: {fp32:0.0000}");
        double w8a8 = Score("int8", "int8");
        double w4a8 = Score("int4(g=32)", "int8");
        double w4a4 = Score("int4(g=32)", "int4");
        double sq8 = Score("sq(int8/int4,b=32,s=0.75)", "int8");
        double sqNearest = Score("sq(int8/int4,b=32,s=0.75)", "int8", isCalibrated: false);
        double sqActivations = Score("int4", "sq(int8/int4,b=32,s=0.5,static)");
        double sqCache = Score("int8", "int8", "sq(int8/int4,b=8,s=0.5)");
        Score("nvfp4", "nvfp4");
        Score("mxfp4", "mxfp8_e4m3");
        Score("2:4(int8)", "int8");
        Score("int8", "sq(int8/int4,b=32,s=0.75,dynamic)");
        Assert.That(w8a8, Is.EqualTo(fp32).Within(2).Percent);
        Assert.That(w4a8, Is.GreaterThan(w8a8).And.LessThan(w4a4));
        Assert.That(sq8, Is.LessThan(w4a8));
        Assert.That(sq8, Is.LessThan(sqNearest));
        Assert.That(sqActivations, Is.LessThan(w4a4));
        Assert.That(sqCache, Is.EqualTo(w8a8).Within(5).Percent);
    }

    private static NumberFormat? Parse(string? name) => name is null ? null
        : FormatParser.TryParse(name, FormatCatalogue.BuiltIn, out NumberFormat? format, out string? error) ? format : throw new ArgumentException(error);
}
