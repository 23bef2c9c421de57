using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class ModelWorkloadTests
{
    [Test]
    public void Random_workloads_have_no_faults() =>
        WorkloadGen.Workload.Sample(w => !w.Faults().Any(), iter: 300);

    [Test]
    public void A_degree_that_does_not_divide_is_refused_with_both_numbers() => Assert.Multiple(() =>
    {
        Assert.That(Messages(KnownModels.Llama3, 3), Has.Some.Contains("3 chips do not divide the 32 heads of llama-3.1-8b"));
        Assert.That(Messages(KnownModels.Llama3, 64), Has.Some.Contains("64 chips do not divide the 32 heads"));
        Assert.That(Messages(KnownModels.Llama3 with { Heads = 48, KvHeads = 6 }, 4), Has.Some.Contains("6 key-value heads"));
        Assert.That(Messages(KnownModels.Llama3 with { Ffn = 14337 }, 2), Has.Some.Contains("14337"));
        Assert.That(Messages(KnownModels.Llama3, 0), Has.Some.Contains("at least 1"));
        Assert.That(Messages(KnownModels.Llama3, 16), Is.Empty);
    });

    [Test]
    public void Contexts_outside_the_model_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(Keys(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 1, 131073)), Is.EqualTo(new[] { "context" }));
        Assert.That(Keys(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 1, 131072)), Is.Empty);
        Assert.That(Keys(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 1, 131072, output: 2)), Is.EqualTo(new[] { "context" }));
        Assert.That(Keys(WorkloadGen.Step(KnownModels.Llama3, Phase.Verify, 1, 4, output: 5)), Is.EqualTo(new[] { "context" }));
        Assert.That(Keys(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 0, 4)), Is.EqualTo(new[] { "batch" }));
    });

    [Test]
    public void A_faulty_workload_is_not_expanded() =>
        Assert.That(() => ModelExpansion.Expand(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 1, 0)), Throws.ArgumentException.With.Message.Contains("context"));

    [Test]
    public void Equal_lengths_are_compressed() =>
        Assert.That(StepShapes.Of(Phase.Decode, [10, 20, 10, 10], 1).Select(s => (s.Count, s.QLen, s.KvLen)), Is.EqualTo(new[] { (3L, 1L, 10L), (1L, 1L, 20L) }));

    [Test]
    public void Contradictions_within_a_model_are_named() => Assert.Multiple(() =>
    {
        Assert.That(Keys(KnownModels.Llama3 with { KvHeads = 5 }), Is.EqualTo(new[] { "kv_heads" }));
        Assert.That(Keys(KnownModels.Llama3 with { Layers = 0 }), Is.EqualTo(new[] { "layers" }));
        Assert.That(Keys(KnownModels.Llama3 with { Layers = int.MaxValue }), Is.EqualTo(new[] { "layers" }));
        Assert.That(Keys(KnownModels.Llama3 with { FfnMatrices = 2 }), Is.EqualTo(new[] { "activation" }));
        Assert.That(Keys(KnownModels.DeepSeek with { Experts = new MixtureOfExperts(4, 5, 16, -1, 99) }),
            Is.EqualTo(new[] { "experts.active", "experts.shared", "experts.dense_layers" }));
    });

    [Test]
    public void An_exception_that_names_no_operation_is_a_mistake()
    {
        FormatOverride exception = new(new OperationPattern("layers.32.*"), OperandClass.Weights, WorkloadGen.Parse("int8"));
        ModelWorkload workload = WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 1, 128) with { Formats = new FormatPlan { Overrides = [exception] } };
        Assert.That(workload.Faults(), Is.EqualTo(new[]
        {
            ("formats.overrides.layers.32.*", "names no operation of llama-3.1-8b; its operations are lm_head and, after layers.0 to layers.31, "
                + "qkv_proj, o_proj, gate_up_proj, down_proj, attention"),
        }));
    }

    [Test]
    public void What_64_bits_cannot_count_is_refused_and_never_overflows() => Assert.Multiple(() =>
    {
        LanguageModel endless = KnownModels.Llama3 with { MaxContext = 1_000_000_000 };
        Assert.That(Messages(WorkloadGen.Step(endless, Phase.Prefill, 1_000_000_000, 1_000_000_000)), Has.Some.Contains("multiplications; at most 4e+18"));
        Assert.That(Messages(WorkloadGen.Step(endless, Phase.Decode, 1_000_000_000, 1_000_000_000)), Is.Not.Empty);
        Assert.That(Messages(WorkloadGen.Step(endless with { Layers = 10_000, Hidden = 100_000_000, Ffn = 100_000_000 }, Phase.Decode, 1, 1)), Has.One.Contains("parameters; at most 1e+15"));
        Assert.That(Messages(WorkloadGen.Step(KnownModels.DeepSeek with { MaxContext = 1_000_000_000 }, Phase.Prefill, 1, 20_000_000)), Has.Some.Contains("to assign to experts"));
        Assert.That(Messages(WorkloadGen.Step(endless, Phase.Decode, 100, 10_000_000)), Is.Empty);
    });

    [Test]
    public void Whatever_the_sizes_are_a_step_is_refused_or_expanded() =>
        Gen.Select(Gen.Long[1, 1_000_000_000], Gen.Long[1, 1_000_000_000], Gen.Int[1, 10_000], Gen.Long[1, 100_000_000], Gen.Int[0, 30], Gen.OneOf(Phase.Prefill, Phase.Decode))
            .Sample((batch, context, layers, hidden, shift, phase) =>
            {
                LanguageModel model = KnownModels.Llama3 with { MaxContext = 1_000_000_000, Layers = 1 + layers % 40, Hidden = 1 + (hidden >> (shift / 2)) };
                ModelWorkload workload = WorkloadGen.Step(model, phase, 1 + (batch >> shift), 1 + (context >> shift));
                if (!workload.Faults().Any())
                    Assert.That(ModelExpansion.Expand(workload).Operations.Sum(o => o.Operation.Macs * o.Repeats), Is.Positive);
            }, iter: 300);

    private static IEnumerable<string> Messages(ModelWorkload workload) => workload.Faults().Select(f => f.Message);

    private static IEnumerable<string> Keys(LanguageModel model) => model.Faults().Select(f => f.Key);

    private static IEnumerable<string> Messages(LanguageModel model, int tensor) =>
        WorkloadGen.Step(model, Phase.Decode, 1, 128, tensor: tensor).Faults().Select(f => f.Message);

    private static IEnumerable<string> Keys(ModelWorkload workload) => workload.Faults().Select(f => f.Key);
}
