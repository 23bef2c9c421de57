using AccelSim.Engine.Functional.Models;
using AccelSim.Model.Formats;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Models;

/// <summary>Greedy speculative output is the target's greedy output, token for token, for any draft.</summary>
public sealed class GreedySpeculationTests
{
    private static readonly Func<int, Func<IKvHead>?>[] Caches = [_ => null, _ => () => new WindowKvHead(2, 6), s => () => new SnapKvHead(8, 4, s)];

    [Test]
    public void Any_draft_of_a_random_model_gives_the_output_of_the_target([Values(0, 1, 2)] int cache, [Values(0, 1, 3, 7)] int gamma, [Values(0, 5)] int otherSeed)
    {
        LlamaNetwork target = LlamaNetwork.Single(SmallModel.Weights(1));
        LlamaNetwork draft = otherSeed == 0 ? target : LlamaNetwork.Single(SmallModel.Weights(otherSeed));
        int[] prompt = [1, 4, 7, 2, 9, 3, 5, 8, 6, 10, 1, 2];
        var (tokens, steps) = new GreedySpeculation(target, draft, Caches[cache](2)).Run(prompt, 20, gamma);
        Assert.That(tokens, Is.EqualTo(GreedySpeculation.Plain(target, prompt, 20)));
        Assert.That(steps.Sum(s => s.Accepted + 1), Is.EqualTo(20));
        Assert.That(steps.All(s => s.Accepted <= s.Drafted && s.Drafted <= gamma));
        if (otherSeed == 0 && cache == 0) Assert.That(steps.All(s => s.Accepted == s.Drafted), "a draft that is the target is always right");
    }

    [TestCase("streaming")]
    [TestCase("snapkv")]
    [TestCase("sq")]
    public void The_trained_model_drafts_for_itself_and_the_output_is_its_own(string kind)
    {
        LlamaNetwork target = LlamaNetwork.Single(TinyLlama.Weights), draft = target;
        Func<IKvHead>? head = kind == "streaming" ? () => new WindowKvHead(4, 48) : kind == "snapkv" ? () => new SnapKvHead(48, 16, 2) : null;
        if (kind == "sq")
        {
            Assert.That(FormatParser.TryParse("sq(int8/int4,b=16,s=0.75)", FormatCatalogue.BuiltIn, out NumberFormat? format, out _));
            draft = LlamaQuantiser.Quantise(TinyLlama.Weights, format);
        }
        int[] prompt = [.. TinyLlama.Sequences.First(s => s.Tokens.Count > 200).Tokens.Take(160)];
        var (tokens, steps) = new GreedySpeculation(target, draft, head).Run(prompt, 40, 4);
        Assert.That(tokens, Is.EqualTo(GreedySpeculation.Plain(target, prompt, 40)));
        Assert.That(steps.Sum(s => s.Accepted), Is.InRange(10, 39), "a trained model agrees with itself mostly");
    }

    [Test]
    public void D35_A_window_keeps_sinks_and_the_last_tokens_with_the_keys_that_they_came_with()
    {
        var head = new WindowKvHead(1, 3);
        for (int i = 0; i < 6; i++) head.Append([i], [10 * i]);
        Assert.That(head.Scores([1]), Is.EqualTo(new float[] { 0, 4, 5 }));
        Assert.That(head.Mix([0, 0, 1]), Is.EqualTo(new float[] { 50 }));
        head.Truncate(4);
        Assert.That(head.Scores([1]), Is.EqualTo(new float[] { 0, 2, 3 }));
    }

    [Test]
    public void SnapKV_keeps_what_the_last_queries_weigh_and_all_that_follows()
    {
        var head = new SnapKvHead(budget: 3, observed: 2, sharing: 1);
        float[] keys = [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 1, 2];
        foreach (float key in keys)
        {
            head.Append([key], [key]);
            head.Scores([1]);
        }
        head.EndPrompt();
        float[] kept = head.Scores([1]);
        Assert.That(kept, Has.Length.EqualTo(3));
        Assert.That(kept[^2..], Is.EqualTo(new float[] { 1, 2 }), "the observed tokens stay");
        head.Append([5], [5]);
        Assert.That(head.Scores([1])[^1], Is.EqualTo(5));
        head.Truncate(keys.Length);
        Assert.That(head.Scores([1]), Is.EqualTo(kept));
    }
}
