using AccelSim.Model.Dram;

namespace AccelSim.Engine.Dram;

/// <summary>What one channel did. Hit, miss and conflict are decided by the first command on behalf of a request, before the state changes.</summary>
public sealed class DramCounters
{
    /// <summary>Clocks until the last burst has passed.</summary>
    public long Cycles { get; set; }

    public long Reads { get; set; }

    public long Writes { get; set; }

    /// <summary>Requests whose row was open.</summary>
    public long RowHits { get; set; }

    /// <summary>Requests whose bank was closed.</summary>
    public long RowMisses { get; set; }

    /// <summary>Requests whose bank had another row open.</summary>
    public long RowConflicts { get; set; }

    /// <summary>Refresh commands.</summary>
    public long Refreshes { get; set; }

    /// <summary>Clocks in which data buses carried data, all pseudo-channels together.</summary>
    public long BusBusy { get; set; }

    /// <summary>Issues per command.</summary>
    public long[] Commands { get; } = new long[DramCommands.Count];

    public LatencyHistogram Latency { get; } = new();

    public long Requests => Reads + Writes;

    /// <summary>Adds what another channel did; the longer of the two times stays.</summary>
    public void Add(DramCounters other, long times = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        Cycles = Math.Max(Cycles, other.Cycles);
        Reads += other.Reads * times;
        Writes += other.Writes * times;
        RowHits += other.RowHits * times;
        RowMisses += other.RowMisses * times;
        RowConflicts += other.RowConflicts * times;
        Refreshes += other.Refreshes * times;
        BusBusy += other.BusBusy * times;
        for (int i = 0; i < Commands.Length; i++) Commands[i] += other.Commands[i] * times;
        Latency.Add(other.Latency, times);
    }

    /// <summary>Picojoules of all commands, or null where the standard's file lacks the energy of one that was issued.</summary>
    public double? EnergyPj(DramProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        double sum = 0;
        for (int i = 0; i < Commands.Length; i++)
        {
            if (Commands[i] == 0) continue;
            var command = (DramCommand)i;
            int at = protocol.EnergyPj.IsEmpty ? -1 : protocol.EnergyPj.Select(e => e.Key).ToList().IndexOf(command);
            if (at >= 0) sum += Commands[i] * protocol.EnergyPj[at].Value;
            else return null;
        }
        return sum;
    }

    /// <summary>Everything as text, for comparisons.</summary>
    public string Text()
    {
        var places = new List<string>();
        ReadOnlySpan<long> counts = Latency.Counts;
        for (int i = 0; i < counts.Length; i++)
            if (counts[i] > 0) places.Add(FormattableString.Invariant($"{LatencyHistogram.Least(i)}x{counts[i]}"));
        return FormattableString.Invariant($"cycles {Cycles} reads {Reads} writes {Writes} hits {RowHits} misses {RowMisses} conflicts {RowConflicts} refreshes {Refreshes} ")
            + FormattableString.Invariant($"bus {BusBusy} commands {string.Join(' ', Commands)} latency {Latency.Sum} of {Latency.Count}: {string.Join(' ', places)}");
    }
}
