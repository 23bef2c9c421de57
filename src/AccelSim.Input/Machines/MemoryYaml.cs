using System.Diagnostics.CodeAnalysis;
using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>The block <c>memory</c>.</summary>
internal static class MemoryYaml
{
    /// <summary>Small enough that a tile spreads over many buses, large enough for several bursts of an open row.</summary>
    private const int DefaultInterleave = 256;

    public static ObjectType<Memory> Type { get; } = Declare();

    private static ObjectType<Memory> Declare()
    {
        var block = new ObjectDeclaration<Memory>("a memory");
        var standard = block.Required("standard", new ConvertedType<string, DramTiming>(new TextType("the name or path of a DRAM standard"), ReadStandard, t => t.Standard),
            m => m.Timing, "DRAM standard: a name under configs/dram, or a path.", "hbm3e");
        var channels = block.Required("channels", new IntType(1, 65_536), m => m.Channels, "Channels of the standard, each with all its pseudo-channels.", "128");
        var capacity = block.Optional("capacity", Lift.Nullable(QuantityTypes.Size), m => m.CapacityBytes, null, "Usable bytes per chip; by default what the channels of the standard hold.");
        var lookahead = block.Optional("lookahead", new IntType(1, 65_536), m => m.Lookahead, 8, "Row-sized requests per pseudo-channel that the controller looks ahead to open rows.");
        var interleave = block.Optional("interleave", Lift.Nullable(Lift.Int(new QuantityType(Dimensions.Size, 1, 1L << 30))), m => m.InterleaveBytes, null,
            "Bytes that go to one pseudo-channel before the address moves to the next; by default 256 B, or one burst if that is more.");
        var latency = block.Optional("latency", QuantityTypes.Cycles, m => m.LatencyCycles, 0, "Core cycles from the DMA to the controller and back, added to every read.");
        block.Check([standard, interleave], v =>
        {
            int burst = v.Get(standard).BurstBytes;
            if (v.Get(interleave) is { } bytes && bytes % burst != 0)
                v.Report(interleave, $"{bytes} bytes are not a multiple of the burst of {v.Get(standard).Standard}, {burst} bytes");
        });
        return block.Build(v =>
        {
            DramTiming timing = v.Get(standard);
            return new Memory
            {
                Timing = timing,
                Channels = v.Get(channels),
                CapacityBytes = v.Get(capacity) ?? v.Get(channels) * timing.ChannelBytes,
                Lookahead = v.Get(lookahead),
                InterleaveBytes = v.Get(interleave) ?? Math.Max(DefaultInterleave, timing.BurstBytes),
                LatencyCycles = v.Get(latency),
            };
        });
    }

    private static bool ReadStandard(string name, YamlNode node, ReadContext context, [MaybeNullWhen(false)] out DramTiming timing)
    {
        ReadResult<DramTiming> read = context.Files.Standard(name, context.Beside);
        timing = read.Value;
        if (timing is not null) return true;
        foreach (Problem problem in read.Problems)
        {
            context.Log.Add(node.At, problem.File == name && problem.Line == 0 ? $"'{name}': {problem.Message}" : problem.ToString());
        }
        return false;
    }
}
