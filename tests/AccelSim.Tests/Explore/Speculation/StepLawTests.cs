using AccelSim.Engine.Bounds;
using AccelSim.Explore.Speculation;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;
using NUnit.Framework;
using static AccelSim.Tests.Explore.Speculation.Stage;

namespace AccelSim.Tests.Explore.Speculation;

/// <summary>Laws of speculative steps composed of simulated passes (identities reference, section 9; MagicDec reference, section 12).</summary>
public sealed class StepLawTests
{
    [Test]
    public void No_draft_tokens_are_autoregressive_decoding_cycle_for_cycle([Values] KvPolicy policy)
    {
        SpeculativeStep none = Composer.Step(Self(policy, gamma: 0), Target() with { HostMs = 1 });
        SpeculativeStep plain = Composer.Step(SpeculationStrategy.Autoregressive, Target());
        Assert.That(none.Verify, Is.EqualTo(plain.Autoregressive));
        Assert.That((none.Draft, none.Selection, none.HostMs, none.TokensPerStep, none.Speedup), Is.EqualTo((PassTime.None, PassTime.None, 0.0, 1.0, 1.0)));
        Assert.That(Passes.Pass(Target().Pass(Phase.Verify, 1)).Cycles, Is.EqualTo(Passes.Pass(Target().Pass(Phase.Decode, 1)).Cycles));
    }

    [Test]
    public void Verification_takes_no_less_time_for_more_tokens_or_sequences()
    {
        long[] batches = [1, 4, 16, 64];
        int[] gammas = [0, 1, 3, 7, 15];
        double Verify(long batch, int gamma) => Composer.Step(Self(gamma: gamma), Target(batch)).Verify.Seconds;
        foreach (long batch in batches)
            Assert.That(gammas.Select(g => Verify(batch, g)), Is.Ordered, $"batch {batch}");
        foreach (int gamma in gammas)
            Assert.That(batches.Select(b => Verify(b, gamma)), Is.Ordered, $"gamma {gamma}");
    }

    [Test]
    public void Verification_reads_the_cache_of_a_decode_step()
    {
        foreach (int gamma in (int[])[1, 4, 9])
            Assert.That(Composer.Step(Self(gamma: gamma), Target()).Verify.KvBytes, Is.EqualTo(Composer.Step(Self(), Target()).Autoregressive.KvBytes));
        Assert.That(Composer.Step(Self(), Target()).Verify.KvBytes, Is.EqualTo(8L * 4096 * 2 * 2 * 128 * 2 * 3), "sequences x tokens x (keys, values) x heads x width x bytes x layers");
    }

    [Test]
    public void Bytes_of_a_static_draft_cache_do_not_depend_on_the_context([Values(KvPolicy.StreamingLlm, KvPolicy.SnapKv)] KvPolicy policy)
    {
        SpeculativeStep near = Composer.Step(Self(policy), Target(context: 1024)), far = Composer.Step(Self(policy), Target(context: 32768));
        Assert.That(far.Draft, Is.EqualTo(near.Draft));
        Assert.That(far.Memory.DraftKv, Is.EqualTo(near.Memory.DraftKv));
        Assert.That(far.Verify.KvBytes, Is.EqualTo(32 * near.Verify.KvBytes));
    }

    [Test]
    public void What_SnapKV_generated_is_read_too()
    {
        long Bytes(long generated) => Composer.Step(Self(KvPolicy.SnapKv), Target() with { Generated = generated }).Draft.KvBytes;
        Assert.That(Bytes(128), Is.EqualTo(Bytes(0) * (512 + 128) / 512));
    }

    [Test]
    public void Speedup_rises_with_the_rate_of_acceptance_at_fixed_times()
    {
        double[] speedups = [.. ((double[])[0, 0.3, 0.6, 0.8, 0.95, 1]).Select(a => Composer.Step(Self(KvPolicy.SnapKv, alpha: a), Target(64, 32768)).Speedup)];
        Assert.That(speedups, Is.Ordered.Ascending);
        Assert.That(speedups[0], Is.LessThan(1));
    }

    [Test]
    public void D36_Dynamic_selection_reads_codes_or_all_keys_and_a_column_of_values()
    {
        PassTime Selection(KvPolicy policy, long context) => Composer.Step(Self(policy, gamma: 2), Target(context: context)).Selection;
        Assert.That(Selection(KvPolicy.StreamingLlm, 4096), Is.EqualTo(PassTime.None));
        // 16 bytes a key and a column of values of two; keys of 128 x 2 bytes and one of two bytes.
        Assert.That(Selection(KvPolicy.PqCache, 4096).KvBytes, Is.EqualTo(2L * 3 * 8 * 2 * 4096 * 18));
        Assert.That(Selection(KvPolicy.ExactTopK, 4096).KvBytes, Is.EqualTo(2L * 3 * 8 * 2 * 4096 * 258));
        foreach (KvPolicy policy in (KvPolicy[])[KvPolicy.PqCache, KvPolicy.ExactTopK])
            Assert.That(Selection(policy, 32768).Seconds, Is.GreaterThan(1.5 * Selection(policy, 4096).Seconds));
        Assert.That(Selection(KvPolicy.ExactTopK, 32768).Seconds, Is.GreaterThan(Selection(KvPolicy.PqCache, 32768).Seconds));
    }

    [Test]
    public void A_window_catches_up_after_a_whole_accepted_draft_and_SnapKV_never_has_to()
    {
        SpeculationTarget target = Target();
        double one = Passes.Pass(target.With(8, 512).Pass(Phase.Decode, 1)).Seconds, two = Passes.Pass(target.With(8, 512).Pass(Phase.Verify, 2)).Seconds;
        Assert.That(Composer.Step(Self(KvPolicy.SnapKv, alpha: 1), target).Draft.Seconds, Is.EqualTo(3 * one).Within(1e-12));
        Assert.That(Composer.Step(Self(alpha: 1), target).Draft.Seconds, Is.EqualTo(2 * one + two).Within(1e-12));
        Assert.That(Composer.Step(Self(alpha: 0), target).Draft.Seconds, Is.EqualTo(3 * one).Within(1e-12));
    }

    [Test]
    public void A_draft_in_other_formats_needs_a_second_copy_of_the_weights()
    {
        Assert.That(FormatParser.TryParse("sq(int8/int4,b=64,s=0.875)", FormatCatalogue.BuiltIn, out NumberFormat? sq, out _) & FormatParser.TryParse("int8", FormatCatalogue.BuiltIn, out NumberFormat? int8, out _));
        SpeculationMemory same = Composer.Step(Self(), Target()).Memory, other = Composer.Step(Self() with { Formats = FormatPlan.Bf16 with { Weights = sq!, Activations = int8! } }, Target()).Memory;
        Assert.That(same.DraftWeights, Is.Zero);
        Assert.That(other.DraftWeights, Is.GreaterThan(same.Weights / 4).And.LessThan(same.Weights));
        Assert.That(other.Total - same.Total, Is.EqualTo(other.DraftWeights));
        Assert.That(other.Fault(other.Total), Is.Null);
        Assert.That(other.Fault(other.Total - 1), Does.Contain("draft weights").And.Contain("exceed memory.capacity"));
    }

    [Test]
    public void A_narrow_cache_is_billed_with_its_scales()
    {
        Assert.That(FormatParser.TryParse("int4(g=64)", FormatCatalogue.BuiltIn, out NumberFormat? int4, out _));
        SpeculativeStep step = Composer.Step(Self(), Target() with { Formats = FormatPlan.Bf16 with { Kv = int4! } });
        Assert.That(step.Verify.KvBytes, Is.EqualTo(KvCache.Bytes(Small, 4096, _ => int4!) * 8));
        Assert.That(step.Verify.KvBytes, Is.GreaterThan(8L * 4096 * 2 * 2 * 128 * 3 / 2), "more than 4 bits an element");
    }

    [Test]
    public void A_pass_over_eight_chips_has_two_collectives_a_layer_and_two_more()
    {
        SpeculationTarget target = Target() with { Model = Small with { Layers = 32, KvHeads = 8 }, TensorParallel = 8 };
        long Count(ModelWorkload pass) => pass.Expand().Operations.Where(o => o.Operation is CollectiveOperation).Sum(o => o.Repeats);
        Assert.That(Count(target.Pass(Phase.Decode, 1)), Is.EqualTo(66));
        Assert.That(Count(target.Pass(Phase.Verify, 5)), Is.EqualTo(66));
    }

    [Test]
    public void A_draft_model_runs_on_as_many_chips_as_its_heads_divide_among()
    {
        LanguageModel wide = Small with { KvHeads = 8 }, draft = Small with { Name = "draft", Layers = 1 };
        var target = Target() with { Model = wide, TensorParallel = 4 };
        var composer = new StepComposer(new SimulatedPasses(Machine with { Links = Machine.Links }));
        var strategy = Self() with { Draft = DraftKind.Model, Model = draft, Acceptance = new ConstantAcceptance(0, AcceptanceEvidence.Assumed, "") };
        double Pass(int chips) => composer.Clock.Pass(new SpeculationTarget { Model = draft, TensorParallel = chips, Sequences = [new SequenceGroup(8, 512)] }.Pass(Phase.Decode, 1)).Seconds;
        Assert.That(composer.Step(strategy, target).Draft.Seconds, Is.EqualTo(3 * Pass(2)).Within(1e-12), "two key heads");
        Assert.That(composer.Step(strategy with { TensorParallel = 1 }, target).Draft.Seconds, Is.EqualTo(3 * Pass(1)).Within(1e-12));
    }

    [Test]
    public void A_tree_drafts_level_by_level_and_verifies_all_nodes()
    {
        var tree = new DraftTree([-1, -1, 0, 0, 2], [0.6, 0.2, 0.5, 0.2, 0.5]);
        SpeculativeStep step = Composer.Step(Self(KvPolicy.SnapKv) with { Tree = tree, Gamma = tree.Depth }, Target());
        double Draft(long tokens) => Passes.Pass(Target().With(8, 512).Pass(tokens == 1 ? Phase.Decode : Phase.Verify, tokens)).Seconds;
        Assert.That(step.Draft.Seconds, Is.EqualTo(Draft(2) + Draft(2) + Draft(1)).Within(1e-12));
        Assert.That(step.Verify, Is.EqualTo(Passes.Pass(Target().Pass(Phase.Verify, 6))));
        Assert.That(step.TokensPerStep, Is.EqualTo(tree.TokensPerStep));
    }

    [Test]
    public void Two_levels_take_rounds_of_small_drafts_and_sparse_passes()
    {
        LanguageModel small = Small with { Name = "smaller", Layers = 1 };
        var strategy = Self(KvPolicy.SnapKv, gamma: 6, budget: 1024) with { Draft = DraftKind.TwoLevel, Model = small, Lower = new TwoLevelDraft(2, 256, 0.5) };
        double q = Passes.Pass(Target().With(8, 256) with { Model = small } is var t ? t.Pass(Phase.Decode, 1) : null!).Seconds;
        double middle = Passes.Pass(Target().With(8, 1024).Pass(Phase.Verify, 3)).Seconds, rounds = 6 / 1.75;
        Assert.That(Composer.Step(strategy, Target()).Draft.Seconds, Is.EqualTo(rounds * (2 * q + middle)).Within(1e-12));
    }

    [Test]
    public void Simulation_and_equations_agree_on_who_wins_where_memory_bounds_all_passes()
    {
        // Batch 1 at a long context: no pass is bound by compute, so both are ratios of bytes.
        SpeculationTarget target = Target(1, 65536);
        SpeculativeStep step = Composer.Step(Self(KvPolicy.SnapKv, gamma: 2), target);
        double bytes = Machine.Memory.PeakBytesPerSecond, weights = Small.Layers * (1024 * (1024 + 512) + 1024 * 1024 + 3 * 1024 * 2816) + 1024 * 8192;
        var pass = new PassRoofline(weights, 16, 2 * 2 * 128 * 2 * 3, 1e15);
        double ideal = new SpeculationTwin(pass, pass, bytes).Speedup(2.44, 2, 1, 65536, 512);
        Assert.That(step.Speedup > 1, Is.EqualTo(ideal > 1));
        Assert.That(step.Autoregressive.Seconds, Is.GreaterThan(new SpeculationTwin(pass, pass, bytes).Autoregressive(1, 65536)), "no pass beats its roofline");
    }

    [Test]
    public void What_does_not_go_with_the_target_is_said()
    {
        LanguageModel other = Small with { Name = "stranger", Vocabulary = 100 };
        string[] Faults(SpeculationStrategy s, long context = 4096) => [.. s.Faults(Small, context).Select(f => f.Key)];
        Assert.That(Faults(Self()), Is.Empty);
        Assert.That(Faults(Self(gamma: -1)), Is.EqualTo(new[] { "gamma" }));
        Assert.That(Faults(Self(budget: 5000)), Is.EqualTo(new[] { "budget" }));
        Assert.That(Faults(Self() with { Draft = DraftKind.Model, Model = other }), Is.EqualTo(new[] { "model" }));
        Assert.That(Faults(Self(KvPolicy.PqCache) with { Draft = DraftKind.Model, Model = Small }), Is.EqualTo(new[] { "policy" }));
    }
}
