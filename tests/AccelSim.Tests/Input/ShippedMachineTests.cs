using System.Globalization;
using System.Text.RegularExpressions;
using AccelSim.Input.Machines;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

public sealed partial class ShippedMachineTests
{
    private static IEnumerable<string> Machines => Installation.Files.Names(MachineFile.Kind);

    private static IEnumerable<string> Standards => Installation.Files.Names(DramFile.Kind);

    private static Machine Load(string name)
    {
        ReadResult<Machine> read = MachineFile.Kind.Load(name, [], Installation.Files);
        Assert.That(Installation.Messages(read), Is.Empty);
        return read.Value!;
    }

    [Test]
    public void The_machines_and_standards_of_the_contract_are_shipped()
    {
        Assert.That(Machines, Is.SupersetOf(new[] { "sq-next", "dense-next", "mx-next", "sq-edge", "systolic-32x32" }));
        Assert.That(Standards, Is.SupersetOf(new[] { "hbm2", "hbm2e", "hbm3", "hbm3e", "hbm3e-6.25", "hbm3e-8", "hbm4", "gddr6", "lpddr5", "ddr5" }));
    }

    [TestCaseSource(nameof(Machines))]
    public void A_shipped_machine_reads_under_its_own_name(string name) => Assert.That(Load(name).Name, Is.EqualTo(name));

    [TestCaseSource(nameof(Machines))]
    public void A_shipped_machine_written_out_reads_back_equal(string name)
    {
        Machine machine = Load(name);
        string text = MachineFile.Kind.Write(machine);
        ReadResult<Machine> again = Installation.Read(MachineFile.Kind, text);
        Assert.That(Installation.Messages(again), Is.Empty);
        Assert.That(MachineFile.Kind.Write(again.Value!), Is.EqualTo(text));
        Assert.That(again.Value! with { SparseUnit = null }, Is.EqualTo(machine with { SparseUnit = null }));
    }

    [TestCaseSource(nameof(Standards))]
    public void A_shipped_standard_reads_and_its_bandwidth_is_that_of_its_description(string name)
    {
        ReadResult<DramTiming> read = DramFile.Kind.Load(name, [], Installation.Files);
        Assert.That(Installation.Messages(read), Is.Empty);
        DramTiming timing = read.Value!;
        string text = File.ReadAllText(Installation.Files.Locate(DramFile.Kind, name)!);
        Match stack = StackLine().Match(text);
        double channels = stack.Success ? double.Parse(stack.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        Match size = SizeLine().Match(text);
        double gigabytes = channels * timing.PseudoChannels * timing.PeakBytesPerSecond / 1e9;
        Assert.That(gigabytes, Is.EqualTo(double.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture)).Within(0.5).Percent);
        double unit = size.Groups[3].Value == "GiB" ? 1L << 30 : 1 << 20;
        Assert.That(channels * timing.ChannelBytes, Is.EqualTo(unit * double.Parse(size.Groups[2].Value, CultureInfo.InvariantCulture)));
    }

    [TestCase("sq-next", "int8", 1992)]
    [TestCase("sq-next", "int4", 3985)]
    [TestCase("sq-next", "bf16", 996)]
    [TestCase("dense-next", "int8", 2241)]
    [TestCase("dense-next", "int4", 4483)]
    [TestCase("dense-next", "bf16", 1121)]
    [TestCase("mx-next", "mxfp8_e4m3", 2117)]
    [TestCase("mx-next", "nvfp4", 4234)]
    [TestCase("mx-next", "bf16", 1058)]
    [TestCase("sq-edge", "int8", 19.7)]
    [TestCase("sq-edge", "int4", 39.3)]
    [TestCase("systolic-32x32", "int8", 2.05)]
    public void Peak_rates_are_those_of_the_comments(string name, string format, double tops)
    {
        Machine machine = Load(name);
        double peak = 2e-12 * machine.Cores * machine.TensorUnit.MacsPerCycle.Of(format, format) * machine.ClockHz;
        Assert.That(peak, Is.EqualTo(tops).Within(0.3).Percent);
        Assert.That(File.ReadAllText(Installation.Files.Locate(MachineFile.Kind, name)!), Does.Contain(tops.ToString(CultureInfo.InvariantCulture)));
    }

    [TestCase("sq-next", 8192)]
    [TestCase("dense-next", 8192)]
    [TestCase("mx-next", 8192)]
    [TestCase("sq-edge", 204.8)]
    [TestCase("systolic-32x32", 307)]
    public void Memory_bandwidths_are_those_of_the_comments(string name, double gigabytes)
    {
        Assert.That(Load(name).Memory.PeakBytesPerSecond / 1e9, Is.EqualTo(gigabytes).Within(0.2).Percent);
        Assert.That(File.ReadAllText(Installation.Files.Locate(MachineFile.Kind, name)!), Does.Contain(gigabytes.ToString(CultureInfo.InvariantCulture)));
    }

    [TestCase("sq-next")]
    [TestCase("sq-edge")]
    public void The_sparse_path_hides_from_three_quarters_on_and_the_selector_never_limits_it(string name)
    {
        Machine machine = Load(name);
        MacRates high = machine.SparseUnit!.MacsPerCycle, low = machine.TensorUnit.MacsPerCycle;
        Assert.That(4 * high.Of("int8", "int4"), Is.EqualTo(low.Of("int4", "int4")));
        Assert.That(4 * high.Of("int8", "int8"), Is.EqualTo(low.Of("int8", "int8")));
        Assert.That(low.Of("int8", "int4"), Is.Zero, "W4A8 is promoted");
        Assert.That(machine.SparseUnit.SelectPerCycle * machine.TensorUnit.Rows, Is.EqualTo(high.Of("int8", "int4")));
    }

    [TestCaseSource(nameof(Machines))]
    public void Units_and_memories_keep_up_with_each_other(string name)
    {
        Machine machine = Load(name);
        double memory = machine.Memory.PeakBytesPerSecond / machine.ClockHz;
        Assert.That(machine.SharedBuffer.BytesPerCycle, Is.GreaterThanOrEqualTo(memory), "shared buffer against DRAM");
        Assert.That(machine.Cores * machine.Network.BytesPerCorePerCycle, Is.GreaterThan(0.8 * memory), "network against DRAM");
        Assert.That(machine.FabricatedCores, Is.GreaterThanOrEqualTo(machine.Cores));
    }

    [Test]
    public void A_point_of_a_sweep_is_read_within_an_allocation_budget()
    {
        // About 12 us a point once compiled; time belongs in a benchmark, bytes can be held to.
        const int Points = 1000, BudgetBytes = 20_000;
        YamlDocument document = Installation.Files.Open(MachineFile.Kind, "sq-next").Value!;
        Override[] overrides = [Installation.Set("clock=2 GHz"), Installation.Set("sparse_unit.banks=[32, 64]"), Installation.Set("tensor_unit.macs_per_cycle.int8xint8=2048")];
        MachineFile.Kind.Read(document, overrides, Installation.Files);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Points; i++) MachineFile.Kind.Read(document, overrides, Installation.Files);
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / Points, Is.LessThan(BudgetBytes));
    }

    [GeneratedRegex(@"a stack has (\d+) channels")]
    private static partial Regex StackLine();

    [GeneratedRegex(@"([\d.]+) GB/s and ([\d.]+) (GiB|MiB)")]
    private static partial Regex SizeLine();
}
