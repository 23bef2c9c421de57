using AccelSim.Input.Machines;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

public sealed class BadMachineTests
{
    private static readonly YamlDocument SqNext = Installation.Files.Open(MachineFile.Kind, "sq-next").Value!;

    private static string[] Sets(params string[] sets) =>
        Installation.Messages(MachineFile.Kind.Read(SqNext, [.. sets.Select(Installation.Set)], Installation.Files));

    [TestCase("clock=1.5", "clock: '1.5' has no unit; a frequency is needed in Hz, kHz, MHz, GHz, as in '1.5 GHz'")]
    [TestCase("clock=256 KiB", "clock: '256 KiB' is a size; a frequency is needed in Hz, kHz, MHz, GHz")]
    [TestCase("clock=2 ghz", "clock: unit 'ghz' is not known; a frequency is needed in Hz, kHz, MHz, GHz; did you mean 'GHz'?")]
    [TestCase("clock=-1 GHz", "clock: '-1 GHz' is out of range; 1 kHz to 1000 GHz is allowed")]
    [TestCase("clock=0 Hz", "clock: '0 Hz' is out of range; 1 kHz to 1000 GHz is allowed")]
    [TestCase("clock=NaN GHz", "clock: 'NaN GHz' is not a frequency; a number and a unit are needed (Hz, kHz, MHz, GHz), as in '1.5 GHz'")]
    [TestCase("clock=1e400 GHz", "clock: '1e400 GHz' is too large")]
    [TestCase("clock=1500000.5 Hz", "clock: '1500000.5 Hz' is not a whole number of Hz")]
    [TestCase("cores=0", "cores: '0' is not allowed; a whole number from 1 to 1000000 is needed")]
    [TestCase("cores=1.5", "cores: '1.5' is not allowed; a whole number from 1 to 1000000 is needed")]
    [TestCase("cores=99999999999999999999", "cores: '99999999999999999999' is not allowed; a whole number from 1 to 1000000 is needed")]
    [TestCase("cores='128'", "cores: '128' is a text; a whole number from 1 to 1000000 is needed, without quotes")]
    [TestCase("cores=[1, 2]", "cores: is a list; a whole number from 1 to 1000000 is needed")]
    [TestCase("cores=~", "cores: is empty; a whole number from 1 to 1000000 is needed")]
    [TestCase("cores=145", "cores_fabricated: 144 is below cores = 145; a core that works is on the die")]
    [TestCase("clock_under_load=.nan", "clock_under_load: '.nan' is not allowed; a number from 1E-06 to 1 is needed")]
    [TestCase("clock_under_load=1.1", "clock_under_load: '1.1' is not allowed; a number from 1E-06 to 1 is needed")]
    [TestCase("tensor_unit.kind=sistolic", "tensor_unit.kind: 'sistolic' is not allowed; one of systolic, dot_product is needed; did you mean 'systolic'?")]
    [TestCase("tensor_unit.rowz=4", "tensor_unit.rowz: unknown key; did you mean 'tensor_unit.rows'?")]
    [TestCase("rows=4", "rows: unknown key; did you mean 'tensor_unit.rows'?")]
    [TestCase("scratchpad.capcity=1 MiB", "scratchpad.capcity: unknown key; did you mean 'scratchpad.capacity'?")]
    [TestCase("tensor_unit.rows=24", "tensor_unit.macs_per_cycle: int8xint8: 4096 MACs per cycle are not a multiple of rows x cols = 24 x 16 = 384; every element does a whole number")]
    [TestCase("tensor_unit.separate_arrays=[int4xint4, int3xint4]", "tensor_unit.separate_arrays: 'int3xint4' is not among the pairs of macs_per_cycle, int8xint8, int4xint4")]
    [TestCase("sparse_unit.placement=shaerd", "sparse_unit.placement: 'shaerd' is not allowed; one of beside, shared is needed; did you mean 'shared'?")]
    [TestCase("sparse_unit.banks=[64, 64]", "sparse_unit.banks: names a bank size twice")]
    [TestCase("sparse_unit.banks=[]", "sparse_unit.banks: has 0 items; 1 to 64 are allowed")]
    [TestCase("sparse_unit.banks=[64, x]", "sparse_unit.banks[1]: 'x' is not allowed; a whole number from 2 to 65536 is needed")]
    [TestCase("memory.standard=hbm3f", "memory.standard: 'hbm3f': no file and no shipped dram of this name; did you mean 'hbm3'?")]
    [TestCase("memory.interleave=100 B", "memory.interleave: 100 bytes are not a multiple of the burst of hbm3e, 32 bytes")]
    [TestCase("compatibility=scalesim", "compatibility: scalesim describes systolic arrays only; tensor_unit.kind must be systolic")]
    [TestCase("tensor_unit.macs_per_cycle.int8xint9=4096", "tensor_unit.macs_per_cycle.int8xint9: 'int9' is not an operand format; did you mean 'int2'?")]
    [TestCase("tensor_unit.macs_per_cycle.bf16xbf16=many", "tensor_unit.macs_per_cycle.bf16xbf16: 'many' is not allowed; MACs per cycle and core as a whole number from 1 to 1000000000, or 'N per element' of the array, is needed")]
    public void An_override_that_will_not_do_is_reported_under_its_own_text(string set, string message) =>
        Assert.That(Sets(set), Has.Length.GreaterThanOrEqualTo(1).And.All.StartsWith($"--set {set}: ").Or.Exactly(1).Contains(message).And.Some.Contains(message));

    [Test]
    public void Several_bad_overrides_are_all_reported() =>
        Assert.That(Sets("clock=5", "cores=-1", "memory.channels=0"), Has.Length.EqualTo(3));

    [Test]
    public void A_pair_counts_in_either_order() =>
        Assert.That(Sets("sparse_unit.macs_per_cycle.int4xint8=64"), Has.One.Contains("'int4xint8' occurs twice; a pair counts in either order"));

    [Test]
    public void More_chips_than_one_need_links() =>
        Assert.That(Sets("chips=8", "links=none"), Has.One.Contains("links: is missing; 8 chips need links with a bandwidth and a latency"));

    [Test]
    public void A_nested_key_makes_the_absent_block_and_the_rest_of_it_is_missed() =>
        Assert.That(Installation.Messages(MachineFile.Kind.Load("dense-next", [Installation.Set("sparse_unit.queue_depth=4")], Installation.Files)),
            Has.All.StartsWith("--set sparse_unit.queue_depth=4: sparse_unit.").And.All.Contains("is missing").And.Exactly(3).Items);

    [Test]
    public void None_takes_an_optional_block_away()
    {
        Machine machine = MachineFile.Kind.Read(SqNext, [Installation.Set("sparse_unit=none")], Installation.Files).Value!;
        Assert.That(machine.SparseUnit, Is.Null);
    }

    [Test]
    public void Rates_per_element_follow_rows_and_columns()
    {
        Machine machine = MachineFile.Kind.Load("systolic_32x32", [Installation.Set("tensor_unit.rows=8"), Installation.Set("tensor_unit.cols=4")], Installation.Files).Value!;
        Assert.That(machine.TensorUnit.MacsPerCycle.Of("int8", "int8"), Is.EqualTo(32));
    }

    [Test]
    public void The_last_of_two_overrides_of_a_key_wins() =>
        Assert.That(MachineFile.Kind.Read(SqNext, [Installation.Set("cores=1"), Installation.Set("cores=2")], Installation.Files).Value!.Cores, Is.EqualTo(2));

    [Test]
    public void Capacity_follows_the_channels_unless_it_is_given()
    {
        Machine machine = MachineFile.Kind.Load("systolic-32x32", [Installation.Set("memory.standard=lpddr5"), Installation.Set("memory.channels=3")], Installation.Files).Value!;
        Assert.That(machine.Memory.CapacityBytes, Is.EqualTo(3L << 30));
    }
}
