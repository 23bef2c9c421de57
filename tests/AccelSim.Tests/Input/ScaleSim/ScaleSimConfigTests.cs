using AccelSim.Input.Machines;
using AccelSim.Input.ScaleSim;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Input.ScaleSim;

public sealed class ScaleSimConfigTests
{
    private const string Usual = """
        [general]
        run_name = scale_example_run_32x32_os

        [architecture_presets]
        ArrayHeight:    32
        ArrayWidth:     16
        IfmapSramSzkB:   64
        FilterSramSzkB:  32
        OfmapSramSzkB:   16
        IfmapOffset:    0
        FilterOffset:   10000000
        OfmapOffset:    20000000
        Bandwidth : 10
        Dataflow : os
        MemoryBanks:   1

        [layout]
        IfmapCustomLayout: False

        [sparsity]
        SparsitySupport : false

        [run_presets]
        InterfaceBandwidth: CALC

        """;

    private static ReadResult<Machine> Read(string text, params string[] changes) => ScaleSimConfig.Parse(text, "scale.cfg")
        .Then(d => MachineFile.Kind.Read(d, [.. changes.Select(Installation.Set)], Installation.Files));

    private static string[] Problems(string text) => Installation.Messages(Read(text));

    [Test]
    public void A_configuration_is_a_systolic_machine_in_compatibility_mode()
    {
        Machine machine = Read(Usual).Value!;
        Assert.That((machine.Name, machine.Compatibility, machine.Cores), Is.EqualTo(("scale_example_run_32x32_os", Compatibility.ScaleSim, 1)));
        TensorUnit unit = machine.TensorUnit;
        Assert.That((unit.Kind, unit.Rows, unit.Cols, unit.Dataflow, unit.OverlapFolds), Is.EqualTo((TensorUnitKind.Systolic, 32, 16, Dataflow.OutputStationary, false)));
        Assert.That(unit.MacsPerCycle.Of("bf16", "bf16"), Is.EqualTo(512));
        Assert.That(machine.Scratchpad.CapacityBytes, Is.EqualTo((64 + 32 + 16) << 10));
        Assert.That(machine.Scratchpad.PortBytesPerCycle, Is.EqualTo(4 * 48));
    }

    [TestCase("os", Dataflow.OutputStationary)]
    [TestCase("ws", Dataflow.WeightStationary)]
    [TestCase("is", Dataflow.InputStationary)]
    public void Every_dataflow_is_read(string text, Dataflow dataflow) =>
        Assert.That(Read(Usual.Replace("Dataflow : os", $"Dataflow = {text}", StringComparison.Ordinal)).Value!.TensorUnit.Dataflow, Is.EqualTo(dataflow));

    [Test]
    public void The_users_bandwidth_is_that_of_the_network()
    {
        string user = Usual.Replace("CALC", "USER", StringComparison.Ordinal);
        Assert.That(Read(Usual).Value!.Network.BytesPerCorePerCycle, Is.EqualTo(4 * 48));
        Assert.That(Read(user).Value!.Network.BytesPerCorePerCycle, Is.EqualTo(10));
        Assert.That(Read(user.Replace("Bandwidth : 10", "Bandwidth : 30, 20,40", StringComparison.Ordinal)).Value!.Network.BytesPerCorePerCycle, Is.EqualTo(20));
    }

    [Test]
    public void Keys_of_the_machine_can_be_set_as_those_of_any_other() =>
        Assert.That(Read(Usual, "tensor_unit.rows=8", "compatibility=none").Value!.TensorUnit.Rows, Is.EqualTo(8));

    [Test]
    public void The_largest_array_is_still_a_machine() => Assert.That(Read(Usual
        .Replace("ArrayHeight:    32", "ArrayHeight: 65536", StringComparison.Ordinal).Replace("ArrayWidth:     16", "ArrayWidth: 65536", StringComparison.Ordinal)).Ok);

    [TestCase("ArrayHeight:    32", "ArrayHeight:    0", "scale.cfg:5:17: ArrayHeight: '0' is not allowed; a whole number from 1 to 65536 is needed")]
    [TestCase("ArrayHeight:    32", "ArrayHieght: 32", "scale.cfg:5:1: ArrayHieght: unknown key; did you mean 'ArrayHeight'?")]
    [TestCase("ArrayHeight:    32", "", "scale.cfg: ArrayHeight: is missing; [architecture_presets] needs a whole number from 1 to 65536")]
    [TestCase("ArrayHeight:    32", "ArrayHeight 32", "scale.cfg:5:1: 'ArrayHeight 32' is no setting; 'key: value' is needed")]
    [TestCase("ArrayWidth:     16", "ArrayHeight: 16", "scale.cfg:6:1: ArrayHeight: occurs twice; one is needed")]
    [TestCase("Dataflow : os", "Dataflow : rs", "scale.cfg:14:12: Dataflow: 'rs' is not allowed; one of os, ws, is is needed")]
    [TestCase("Bandwidth: CALC", "Bandwidth: FAST", "scale.cfg:24:21: InterfaceBandwidth: 'FAST' is not allowed; CALC or USER is needed")]
    [TestCase("SparsitySupport : false", "SparsitySupport : true", "scale.cfg:21:19: SparsitySupport: 'true' is not allowed; false is needed")]
    [TestCase("[architecture_presets]", "[architecture]", "scale.cfg: has no section [architecture_presets]")]
    [TestCase("[general]", "", "scale.cfg:2:1: stands before the first section; a SCALE-Sim configuration begins with [general]")]
    [TestCase("[layout]", "[general]", "scale.cfg:17:1: [general] occurs twice; one is needed")]
    public void What_is_wrong_is_said_with_its_place(string right, string wrong, string message) =>
        Assert.That(Problems(Usual.Replace(right, wrong, StringComparison.Ordinal)), Has.Some.StartsWith(message));

    [Test]
    public void All_problems_are_reported_at_once() =>
        Assert.That(Problems("[architecture_presets]\nArrayHeight: x\nDataflow: y\n"), Has.Length.EqualTo(6));

    [Test]
    public void Whatever_the_text_is_reading_gives_a_machine_or_problems() => Gen.Select(
        Gen.OneOf("", Usual, "[architecture_presets]\nArrayHeight: 3\n"), Gen.String["[]:=#;\n ArryHeigtWdhos0123"]).Sample((head, tail) =>
        {
            ReadResult<Machine> read = Read(head + tail);
            return read.Ok || !read.Problems.IsEmpty;
        }, iter: 300);
}
