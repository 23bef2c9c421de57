using AccelSim.Engine.Results;
using AccelSim.Explore.Identities;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Tests.Engine.Kernels;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>Deviations that are seen best on shipped machines.</summary>
public sealed class ShippedDeviationTests
{
    private static readonly Machine Next = ShippedKernels.Machine("sq-next");

    private static OperationCounters Run(Machine machine, GemmOperation gemm, Mapping map) => new Simulator(machine).Run(gemm, map).Counters;

    [Test]
    public void D42_A_port_waits_for_whole_chunks_and_more_channels_make_them_larger()
    {
        GemmOperation gemm = Gemms.Of(1, 4096, 4096, "bf16", "bf16");
        Mapping map = new() { CoresN = 128, TileM = 1, TileN = 32, TileK = 512, OperandBuffers = 4 };
        long Cycles(int channels) => Run(Next with { Memory = Next.Memory with { Channels = channels } }, gemm, map).Cycles;
        // The port carries no more than 512 channels bring: what more of them change is the size of a chunk.
        Assert.That(Cycles(2048), Is.GreaterThan(Cycles(512)));
    }

    [Test]
    public void D43_Chunks_that_have_arrived_wait_for_the_port_in_a_shared_buffer_of_any_size()
    {
        GemmOperation gemm = Gemms.Of(1024, 4096, 4096);
        Mapping map = new() { CoresM = 8, CoresN = 16, TileM = 128, TileN = 128, TileK = 512 };
        Machine slow = Next with { SharedBuffer = Next.SharedBuffer with { BytesPerBankPerCycle = 16 } };
        OperationCounters With(long bytes) => Run(slow with { SharedBuffer = slow.SharedBuffer with { CapacityBytes = bytes } }, gemm, map);
        Assert.That(With(2 * Next.Memory.ChunkBytes).All(), Is.EqualTo(With(64 * Next.Memory.ChunkBytes).All()));
    }

    [Test]
    public void D45_A_power_cap_costs_no_time()
    {
        GemmOperation gemm = Gemms.Of(2048, 2048, 2048, "bf16", "bf16");
        Machine h200 = ShippedKernels.Machine("h200-sxm");
        long Cycles(double watts) => new Simulator(h200 with { PowerCapWatts = watts }).Run(gemm).Counters.Cycles;
        Assert.That(Cycles(50), Is.EqualTo(Cycles(700)));
    }
}
