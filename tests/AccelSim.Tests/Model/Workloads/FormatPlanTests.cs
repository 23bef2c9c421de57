using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class FormatPlanTests
{
    private static readonly FormatPlan W4A8 = new() { Weights = WorkloadGen.Parse("int4(g=128)"), Activations = WorkloadGen.Parse("int8") };

    [Test]
    public void The_last_matching_exception_wins()
    {
        FormatPlan plan = W4A8 with { Overrides = [Weights("*.down_proj", "int8"), Weights("layers.0-1.*", "bf16")] };
        Assert.Multiple(() =>
        {
            Assert.That(plan.For(OperandClass.Weights, "layers.0.down_proj").Name, Is.EqualTo("bf16"));
            Assert.That(plan.For(OperandClass.Weights, "layers.2.down_proj").Name, Is.EqualTo("int8"));
            Assert.That(plan.For(OperandClass.Weights, "layers.2.o_proj").Name, Is.EqualTo("int4(g=128)"));
            Assert.That(plan.For(OperandClass.Activations, "layers.0.down_proj").Name, Is.EqualTo("int8"));
        });
    }

    [Test]
    public void Layers_with_equal_formats_are_one_operation_and_others_are_named_by_their_layers()
    {
        FormatPlan plan = W4A8 with { Overrides = [Weights("layers.0-1.*", "int8"), Weights("layers.31.*", "int8")] };
        WorkloadStep step = ModelExpansion.Expand(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 4, 1024) with { Formats = plan });
        var found = step.Operations.Where(o => o.Operation.Name.StartsWith("down_proj", StringComparison.Ordinal))
            .Select(o => (o.Operation.Name, o.Repeats, ((GemmOperation)o.Operation).Weights.Name));
        Assert.That(found, Is.EqualTo(new[] { ("down_proj[0-1 31]", 3L, "int8"), ("down_proj[2-30]", 29L, "int4(g=128)") }));
        Assert.That(step.Operations.Single(o => o.Operation.Name == "post_norm").Repeats, Is.EqualTo(32));
    }

    [Test]
    public void Head_and_router_stay_wide_unless_they_are_named() => Assert.Multiple(() =>
    {
        Assert.That(W4A8.For(OperandClass.Weights, "lm_head").Name, Is.EqualTo("bf16"));
        Assert.That(W4A8.For(OperandClass.Activations, "lm_head").Name, Is.EqualTo("bf16"));
        Assert.That((W4A8 with { Head = WorkloadGen.Parse("int8") }).For(OperandClass.Activations, "lm_head").Name, Is.EqualTo("int8"));
        Assert.That(W4A8.For(OperandClass.Weights, "layers.5.router").Name, Is.EqualTo("bf16"));
        Assert.That((W4A8 with { Overrides = [Weights("*.router", "int8")] }).For(OperandClass.Weights, "layers.5.router").Name, Is.EqualTo("int8"));
    });

    [Test]
    public void A_format_that_cannot_play_its_part_is_named_with_its_key()
    {
        FormatPlan plan = W4A8 with { Kv = WorkloadGen.Parse("sq(int8/int4,b=64,s=0.875,dynamic)"), Overrides = [Weights("*.o_proj", "sq(int8/int4,b=64,s=0.5,static)")] };
        Assert.That(plan.Faults().Select(f => f.Key), Is.EqualTo(new[] { "formats.kv", "formats.overrides.*.o_proj" }));
    }

    private static FormatOverride Weights(string pattern, string format) => new(new OperationPattern(pattern), OperandClass.Weights, WorkloadGen.Parse(format));
}
