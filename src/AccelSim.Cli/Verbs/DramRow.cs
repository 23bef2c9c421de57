using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Engine.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Cli.Verbs;

/// <summary>One line of <c>accelsim dram</c>.</summary>
/// <param name="Timing">The standard.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Pattern">Pattern of the requests.</param>
/// <param name="ReadShare">Share of reads, as asked for or as found in a trace.</param>
/// <param name="Counters">What happened.</param>
internal sealed record DramRow(DramTiming Timing, int Channels, string Pattern, double ReadShare, DramCounters Counters)
{
    /// <summary>Columns of the contract.</summary>
    public static ImmutableArray<string> Columns { get; } =
    [
        "standard", "channels", "pattern", "read_share", "requests", "cycles", "bandwidth_gb_per_s", "peak_gb_per_s",
        "average_latency_ns", "p99_latency_ns", "row_hits", "row_misses", "row_conflicts", "refreshes",
    ];

    /// <summary>What the table shows beside them.</summary>
    public static ImmutableArray<string> MoreColumns { get; } =
        ["share_of_peak", "refresh_ceiling", "hit_ns", "closed_ns", "conflict_ns", "one_burst_per_row_gb_per_s", "energy_uj", "pj_per_bit"];

    private DramClosedForms Forms => new(Timing);

    /// <summary>Cells of <see cref="Columns"/>; one that is not known is empty.</summary>
    public string[] Cells()
    {
        long requests = Counters.Requests;
        return
        [
            Timing.Standard, Text(Channels), Pattern, Number(ReadShare), Text(requests), Text(Counters.Cycles),
            Counters.Cycles > 0 ? Number(Bandwidth) : "", Number(Forms.PeakBytesPerSecond * Channels * 1e-9),
            requests > 0 ? Number((double)Counters.Latency.Sum / requests * Timing.TckPs * 1e-3) : "",
            requests > 0 ? Number(Counters.Latency.Percentile(0.99) * (double)Timing.TckPs * 1e-3) : "",
            Text(Counters.RowHits), Text(Counters.RowMisses), Text(Counters.RowConflicts), Text(Counters.Refreshes),
        ];
    }

    /// <summary>Cells of <see cref="MoreColumns"/>.</summary>
    public string[] MoreCells() =>
    [
        Counters.Cycles > 0 ? Rounded(Bandwidth * 1e9 / (Forms.PeakBytesPerSecond * Channels), 4) : "", Rounded(Forms.RefreshCeiling, 4), Rounded(Forms.HitNs, 2),
        Rounded(Forms.ClosedNs, 2), Rounded(Forms.ConflictNs, 2), Rounded(Forms.OneBurstPerRow * Timing.PseudoChannels * Channels * 1e-9, 2),
        Energy is { } energy ? Rounded(energy * 1e-6, 3) : "", Energy is { } all && Counters.Requests > 0 ? Rounded(all / (Counters.Requests * Timing.BurstBytes * 8.0), 2) : "",
    ];

    private double? Energy => Counters.EnergyPj(Timing.Protocol!);

    private double Bandwidth => (double)Counters.Requests * Timing.BurstBytes / (Counters.Cycles * (double)Timing.TckPs * 1e-3);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Rounded(double value, int digits) => value.ToString("F" + Text(digits), CultureInfo.InvariantCulture);
}
