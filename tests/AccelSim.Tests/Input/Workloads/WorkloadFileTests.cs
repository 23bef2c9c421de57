using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using NUnit.Framework;

namespace AccelSim.Tests.Input.Workloads;

public sealed class WorkloadFileTests
{
    [Test]
    public void A_bare_model_name_is_a_decode_step_with_all_defaults()
    {
        var workload = (ModelWorkload)WorkloadReading.Good("llama-3.1-8b");
        Assert.Multiple(() =>
        {
            Assert.That(workload.Name, Is.EqualTo("llama-3.1-8b"));
            Assert.That(workload.Phase, Is.EqualTo(Phase.Decode));
            Assert.That(workload.Sequences, Is.EqualTo(new[] { new AttentionShape(1, 1, 4096) }));
            Assert.That(workload.Formats.Weights.Name, Is.EqualTo("bf16"));
            Assert.That(workload.Chips, Is.EqualTo(1));
        });
    }

    [Test]
    public void A_short_model_gets_its_longest_context_by_default() =>
        Assert.That(((ModelWorkload)WorkloadReading.Good("tinyllama-1.1b")).Sequences.Single().KvLen, Is.EqualTo(2048));

    [Test]
    public void Every_key_of_the_contract_can_be_set()
    {
        var workload = (ModelWorkload)WorkloadReading.Good("llama-3.1-8b-decode", "model=llama-3.1-70b", "phase=verify", "batch=4", "context=1000",
            "output_tokens=5", "parallel.tensor=8", "formats.weights=sq(int8/int4,b=64,s=0.875)", "formats.activations=int8", "formats.kv=int4(g=128)",
            "formats.attention=int8", "formats.head=int8");
        Assert.Multiple(() =>
        {
            Assert.That(workload.Model.Name, Is.EqualTo("llama-3.1-70b"));
            Assert.That(workload.Sequences, Is.EqualTo(new[] { new AttentionShape(4, 5, 1000) }));
            Assert.That(workload.TensorParallel, Is.EqualTo(8));
            Assert.That(new[] { workload.Formats.Weights, workload.Formats.Activations, workload.Formats.Kv, workload.Formats.Attention, workload.Formats.Head }.Select(f => f.Name),
                Is.EqualTo(new[] { "sq(int8/int4,b=64,s=0.875)", "int8", "int4(g=128)", "int8", "int8" }));
        });
    }

    [Test]
    public void Exceptions_keep_the_order_of_the_file()
    {
        var workload = (ModelWorkload)WorkloadReading.Text("""
            accelsim: 1
            kind: workload
            name: test
            model: llama-3.1-8b
            formats:
              weights: int4
              overrides:
                "*.down_proj": {weights: int8, activations: bf16}
                "layers.0-1.*": {weights: bf16, kv: int8}
            """).Value!;
        Assert.That(workload.Formats.Overrides.Select(o => (o.Pattern.Text, o.Class, o.Format.Name)), Is.EqualTo(new[]
        {
            ("*.down_proj", OperandClass.Weights, "int8"), ("*.down_proj", OperandClass.Activations, "bf16"),
            ("layers.0-1.*", OperandClass.Weights, "bf16"), ("layers.0-1.*", OperandClass.Kv, "int8"),
        }));
    }

    [TestCase("parallel.tensor=3", "parallel.tensor: 3 chips do not divide the 32 heads of llama-3.1-8b")]
    [TestCase("context=131073", "context: 131073 tokens with those to come exceed the 131072 that llama-3.1-8b allows")]
    [TestCase("context=0", "context: '0' is not allowed; a whole number from 1 to 1000000000 is needed")]
    [TestCase("batch=-1", "batch: '-1' is not allowed")]
    [TestCase("phase=decoed", "phase: 'decoed' is not allowed; one of prefill, decode, verify is needed; did you mean 'decode'?")]
    [TestCase("formats.kv=int9", "formats.kv: unknown format 'int9'; did you mean 'int8'?")]
    [TestCase("formats.kv=sq(int8/int4,b=64,s=0.5,dynamic)", "formats.kv: sq(int8/int4,b=64,s=0.5,dynamic): a dynamic mask is for activations")]
    [TestCase("formats.weight=int8", "formats.weight: unknown key; did you mean 'formats.weights'?")]
    [TestCase("tensor=2", "tensor: unknown key; did you mean 'parallel.tensor'?")]
    [TestCase("model=llama-3.1-8", "model: 'llama-3.1-8': no file and no shipped model of this name; did you mean 'llama-3.1-8b'?")]
    [TestCase("lengths=[5, 6]", "batch: stands beside lengths")]
    [TestCase("lengths=[5, 0]", "lengths[1]: '0' is not allowed")]
    [TestCase("gemms=x.csv", "model: stands beside gemms; one of the two is needed")]
    [TestCase("formats.overrides={layers.40.*: {weights: int8}}", "formats.overrides.layers.40.*: names no operation of llama-3.1-8b")]
    [TestCase("formats.overrides={layers.4-2.*: {weights: int8}}", "'4-2' is no list of numbers and rising ranges such as 0-1,5")]
    public void An_override_that_will_not_do_is_reported_under_its_own_text(string set, string message) =>
        Assert.That(WorkloadReading.Problems("llama-3.1-8b-decode", set), Has.Some.Contains(message));

    [Test]
    public void Problems_of_a_file_are_all_reported_at_their_places() =>
        Assert.That(Installation.Messages(WorkloadReading.Text("""
            accelsim: 1
            kind: workload
            name: test
            model: llama-3.1-8b
            phase: decode
            context: 200000
            parallel:
              tensor: 5
            """)), Is.EqualTo(new[]
        {
            "test.yaml:6:10: context: 200000 tokens with those to come exceed the 131072 that llama-3.1-8b allows",
            "test.yaml:8:11: parallel.tensor: 5 chips do not divide the 32 heads of llama-3.1-8b",
            "test.yaml:8:11: parallel.tensor: 5 chips do not divide the ffn width 14336 of llama-3.1-8b",
        }));

    [Test]
    public void Two_new_tokens_do_not_fit_into_a_context_of_one() =>
        Assert.That(WorkloadReading.Problems("llama-3.1-8b-verify", "context=2", "output_tokens=3"),
            Has.One.EqualTo("--set context=2: context: is 2, fewer than the 3 new tokens that it includes"));

    [Test]
    public void Neither_a_model_nor_gemms_is_reported() =>
        Assert.That(Installation.Messages(WorkloadReading.Text("accelsim: 1\nkind: workload\nname: test")), Has.One.Contains("model: is missing; a model, or gemms, is needed"));

    [Test]
    public void An_unknown_name_is_answered_with_a_near_one() =>
        Assert.That(WorkloadReading.Problems("lama-3.1-8b-decode"), Has.One.Contains("did you mean 'llama-3.1-8b-decode'?"));
}
