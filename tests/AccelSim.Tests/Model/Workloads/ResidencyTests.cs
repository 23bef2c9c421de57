using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class ResidencyTests
{
    [Test]
    public void Bf16_weights_of_a_model_take_two_bytes_a_parameter() =>
        Assert.That(Of(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 1, 4096)).Weights, Is.EqualTo(2 * 8_030_261_248));

    [Test]
    public void Bf16_weights_take_two_bytes_a_parameter_in_every_family() =>
        WorkloadGen.Model.Sample(m => Of(WorkloadGen.Step(m, Phase.Decode, 1, 64)).Weights == 2 * new ModelCounts(m).Total, iter: 200);

    [Test]
    public void The_cache_has_room_for_the_tokens_to_come() => Assert.Multiple(() =>
    {
        Assert.That(Of(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 32, 32768)).KvCache, Is.EqualTo(128L << 30));
        Assert.That(Of(WorkloadGen.Step(KnownModels.Llama3, Phase.Prefill, 1, 1000, output: 25)).KvCache, Is.EqualTo(1024 * 131072));
        Assert.That(Of(WorkloadGen.Step(KnownModels.Llama3, Phase.Verify, 1, 1000, output: 5)).KvCache, Is.EqualTo(1000 * 131072));
    });

    [Test]
    public void The_total_is_the_sum_that_the_message_shows()
    {
        WorkloadStep step = ModelExpansion.Expand(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 32, 32768));
        Assert.That(step.ResidentBreakdown, Is.EqualTo("weights 16.061 GB + KV cache 137.439 GB + activations 0.017 GB = 153.516 GB"));
        Assert.That(step.ResidentBytes, Is.EqualTo(153_516_000_000).Within(1_000_000));
    }

    private static Residency Of(ModelWorkload workload) => Residency.Of(workload, ModelExpansion.Expand(workload).Operations);
}
