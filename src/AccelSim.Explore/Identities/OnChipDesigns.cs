using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;

namespace AccelSim.Explore.Identities;

/// <summary>Detail on chip, drawn beside a random machine: from a sequence of its own, so that adding a mechanism changes nothing else of a design.</summary>
internal sealed class OnChipDesigns(int seed)
{
    private readonly Random random = new((int)CounterRandom.Bits(4, unchecked((ulong)seed), 31));

    public Machine Of(Machine machine)
    {
        NetworkTopology topology = Pick(NetworkTopology.Crossbar, NetworkTopology.Mesh, NetworkTopology.Ring);
        bool hops = topology != NetworkTopology.Crossbar;
        return machine with
        {
            TensorUnit = machine.TensorUnit with { MacsPerCycle = Arrays(machine.TensorUnit.MacsPerCycle) },
            SharedBuffer = machine.SharedBuffer with { Ports = Detail(0x2b91).Next(4) == 0 ? 1 : 2 },
            SparseUnit = machine.SparseUnit is { } unit ? unit with { SelectBanks = Detail(0x77d3).Next(3) == 0 ? 4 : 0 } : null,
            Network = machine.Network with
            {
                Topology = topology,
                BytesPerHopPerCycle = hops ? Pick(0L, 8L, 64L) : 0,
                HopLatency = hops ? Pick(0, 1, 4) : 0,
                Multicast = random.Next(3) > 0,
            },
            Scratchpad = machine.Scratchpad with { Layout = random.Next(3) == 0 ? ScratchpadLayout.Linear : ScratchpadLayout.Interleaved },
            // From less than a chunk to more than most loads.
            Dma = random.Next(2) == 0 ? null : new Dma { OutstandingBytes = Pick(1, machine.Memory.ChunkBytes, 3 * machine.Memory.ChunkBytes / 2, 1 << 15) },
        };
    }

    /// <summary>In one of three, pairs of four bits have an array of their own.</summary>
    private MacRates Arrays(MacRates rates)
    {
        bool own = Detail(0x51a7).Next(3) == 0;
        return own ? new MacRates([.. rates.Entries.Select(r => r with { OwnArray = r.Left is "int4" or "mxfp4" })]) : rates;
    }

    public Operation Of(Operation operation)
    {
        Random carry = Detail(0x3e55);
        long prefetch = carry.Next(5) == 0 ? 1 + carry.Next(20_000) : 0, warm = carry.Next(4) == 0 ? carry.Next(20_000) : 0;
        Operation passing = operation with { OutputOnChip = Detail(0x6b0c).Next(6) == 0, PrefetchBytes = prefetch };
        return passing is GemmOperation gemm ? gemm with { WarmWeightBytes = Math.Min(warm, Weights(gemm)) } : passing;
    }

    private static long Weights(GemmOperation gemm) => gemm.Shapes.Sum(s => s.Count * gemm.Weights.Store(OperandRole.Weights, s.K, s.N).Bytes);

    /// <summary>A sequence of one mechanism's own.</summary>
    private Random Detail(int mechanism) => new(unchecked(seed * 1_000_033) ^ mechanism);

    private T Pick<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
}
