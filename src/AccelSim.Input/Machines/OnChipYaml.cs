using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>The blocks of on-chip memories, network and links.</summary>
internal static class OnChipYaml
{
    private static readonly IntType Banks = new(1, 65_536);

    public static ObjectType<Scratchpad> Scratchpad { get; } = DeclareScratchpad();

    public static ObjectType<SharedBuffer> SharedBuffer { get; } = DeclareSharedBuffer();

    public static ObjectType<Network> Network { get; } = DeclareNetwork();

    public static ObjectType<Dma> Dma { get; } = DeclareDma();

    public static ObjectType<Links> Links { get; } = DeclareLinks();

    private static ObjectType<Scratchpad> DeclareScratchpad()
    {
        var block = new ObjectDeclaration<Scratchpad>("a scratchpad");
        var capacity = block.Required("capacity", QuantityTypes.Size, s => s.CapacityBytes, "Size per core.", "512 KiB");
        var banks = block.Required("banks", Banks, s => s.Banks, "Banks per core.", "32");
        var ports = block.Optional("ports", new IntType(1, 2), s => s.Ports, 2, "1: DMA and units take alternate cycles; 2: each has its own port.");
        var width = block.Required("bank_bandwidth", QuantityTypes.BytesPerCycle, s => s.BytesPerBankPerCycle, "Bytes per cycle of one bank and port.", "32 B/cycle");
        var layout = block.Optional("layout", new EnumType<ScratchpadLayout>(("interleaved", ScratchpadLayout.Interleaved), ("linear", ScratchpadLayout.Linear)),
            s => s.Layout, ScratchpadLayout.Interleaved, "Where vectors of an operand lie: interleaved has no bank conflicts, linear those of vectors that start in the same bank.");
        return block.Build(v => new Scratchpad
        {
            CapacityBytes = v.Get(capacity),
            Banks = v.Get(banks),
            Ports = v.Get(ports),
            BytesPerBankPerCycle = v.Get(width),
            Layout = v.Get(layout),
        });
    }

    private static ObjectType<SharedBuffer> DeclareSharedBuffer()
    {
        var block = new ObjectDeclaration<SharedBuffer>("a shared buffer");
        var capacity = block.Required("capacity", QuantityTypes.Size, s => s.CapacityBytes, "Size per chip.", "64 MiB");
        var banks = block.Required("banks", Banks, s => s.Banks, "Banks per chip.", "64");
        var width = block.Required("bank_bandwidth", QuantityTypes.BytesPerCycle, s => s.BytesPerBankPerCycle, "Bytes per cycle of one bank and port.", "128 B/cycle");
        var ports = block.Optional("ports", new IntType(1, 2), s => s.Ports, 2, "1: the way down to the cores and the way up take alternate cycles; 2: each has its own port.");
        var latency = block.Optional("latency", QuantityTypes.Cycles, s => s.Latency, 0, "From request to first byte of data that is there.");
        var keep = block.Optional("keep_outputs", BoolType.Instance, s => s.KeepOutputs, false,
            "Whether an output that only the next operation reads, a matrix product, stays in the shared buffer where that takes no longer; otherwise it goes through DRAM.");
        return block.Build(v => new SharedBuffer
        {
            CapacityBytes = v.Get(capacity),
            Banks = v.Get(banks),
            BytesPerBankPerCycle = v.Get(width),
            Ports = v.Get(ports),
            Latency = v.Get(latency),
            KeepOutputs = v.Get(keep),
        });
    }

    private static ObjectType<Network> DeclareNetwork()
    {
        var block = new ObjectDeclaration<Network>("a network");
        var width = block.Required("core_bandwidth", QuantityTypes.BytesPerCycle, n => n.BytesPerCorePerCycle, "Bytes per cycle of the link of one core, each way.", "64 B/cycle");
        var latency = block.Optional("latency", QuantityTypes.Cycles, n => n.Latency, 0, "From shared buffer to core, on a mesh or ring to the nearest one.");
        var topology = block.Optional("topology",
            new EnumType<NetworkTopology>(("crossbar", NetworkTopology.Crossbar), ("mesh", NetworkTopology.Mesh), ("ring", NetworkTopology.Ring)),
            n => n.Topology, NetworkTopology.Crossbar, "How the shared buffer reaches the cores; columns of a mesh and the two halves of a ring share links.");
        var hop = block.Optional("link_bandwidth", Lift.Nullable(QuantityTypes.BytesPerCycle), n => n.BytesPerHopPerCycle > 0 ? n.BytesPerHopPerCycle : null, null,
            "Bytes per cycle and direction between neighbours of a mesh or ring; by default as core_bandwidth.");
        var hopLatency = block.Optional("hop_latency", QuantityTypes.Cycles, n => n.HopLatency, 0, "From a core to its neighbour on a mesh or ring.");
        var multicast = block.Optional("multicast", BoolType.Instance, n => n.Multicast, true, "Whether bytes for several cores cross a link once; otherwise once for every receiver.");
        block.Check([topology, hop, hopLatency], v =>
        {
            if (v.Get(topology) != NetworkTopology.Crossbar) return;
            if (v.Get(hop) is not null) v.Report(hop, "a crossbar has no links between neighbours; topology must be mesh or ring");
            if (v.Get(hopLatency) > 0) v.Report(hopLatency, "a crossbar has no hops; topology must be mesh or ring");
        });
        return block.Build(v => new Network
        {
            BytesPerCorePerCycle = v.Get(width),
            Latency = v.Get(latency),
            Topology = v.Get(topology),
            BytesPerHopPerCycle = v.Get(hop) ?? 0,
            HopLatency = v.Get(hopLatency),
            Multicast = v.Get(multicast),
        });
    }

    private static ObjectType<Dma> DeclareDma()
    {
        var block = new ObjectDeclaration<Dma>("a DMA");
        var outstanding = block.Required("outstanding", QuantityTypes.Size, d => d.OutstandingBytes,
            "Bytes asked of DRAM and not yet in the shared buffer, at most, per chip.", "4 MiB");
        return block.Build(v => new Dma { OutstandingBytes = v.Get(outstanding) });
    }

    private static ObjectType<Links> DeclareLinks()
    {
        var block = new ObjectDeclaration<Links>("chip-to-chip links");
        var topology = block.Optional("topology", new EnumType<LinkTopology>(("switch", LinkTopology.Switch), ("ring", LinkTopology.Ring)),
            l => l.Topology, LinkTopology.Switch, "How chips are connected; with a switch every chip reaches every other at full rate.");
        var bandwidth = block.Required("bandwidth", QuantityTypes.Bandwidth, l => l.BytesPerSecond, "One-way bandwidth of one chip.", "900 GB/s");
        var latency = block.Required("latency", QuantityTypes.Time, l => l.LatencyPs, "Time per hop.", "1 us");
        return block.Build(v => new Links { Topology = v.Get(topology), BytesPerSecond = v.Get(bandwidth), LatencyPs = v.Get(latency) });
    }
}
