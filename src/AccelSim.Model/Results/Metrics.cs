using System.Collections.Immutable;

namespace AccelSim.Model.Results;

/// <summary>The catalogue of metrics, in the column order of the contract. A new metric is one line here, at the end.</summary>
public static class Metrics
{
    private static readonly List<Metric> Entries = [];

    public static readonly Metric Cycles = Count("cycles", "core clock cycles", "Cycles of the operation, launch included.");
    public static readonly Metric LatencyUs = Real("latency_us", "us", "Cycles divided by the clock under load.");
    public static readonly Metric Macs = Count("macs", "MACs", "Unmasked logical (dense) multiply-accumulate pairs; padding excluded.");
    public static readonly Metric Tops = Real("tops", "10^12 op/s", "Two operations per MAC over the latency.");
    public static readonly Metric PeakTops = Real("peak_tops", "10^12 op/s", "Logical rate of the operand pair at nominal clock, sparsity included; on totals the MAC-weighted harmonic mean.");
    public static readonly Metric Utilization = Real("utilization", "", "tops / peak_tops.");
    public static readonly Metric ArithmeticIntensity = Real("arithmetic_intensity_flop_per_byte", "FLOP/byte", "Operations per DRAM byte moved.");
    public static readonly Metric DramReadBytes = Count("dram_read_bytes", "bytes", "Bytes read from DRAM by all chips.");
    public static readonly Metric DramWriteBytes = Count("dram_write_bytes", "bytes", "Bytes written to DRAM by all chips.");
    public static readonly Metric DramBandwidth = Real("dram_bandwidth_gb_per_s", "GB/s", "DRAM bytes over the latency.");
    public static readonly Metric DramBandwidthUtilization = Real("dram_bandwidth_utilization", "", "DRAM bandwidth over the pin peak.");
    public static readonly Metric RowHitRate = Real("row_hit_rate", "", "Share of DRAM bursts that found their row open.");
    public static readonly Metric SramReadBytes = Count("sram_read_bytes", "bytes", "Bytes read from scratchpads and shared buffers.");
    public static readonly Metric SramWriteBytes = Count("sram_write_bytes", "bytes", "Bytes written to scratchpads and shared buffers.");
    public static readonly Metric Bound = Text("bound", "The largest cycle label: compute or the stall cause.");
    public static readonly Metric ComputeCycles = Count("compute_cycles", "core clock cycles", "Cycles in which a tensor or vector unit issues.");

    /// <summary>One metric per <see cref="StallCause"/>, in its order.</summary>
    public static readonly ImmutableArray<Metric> Stalls =
    [
        .. Enum.GetValues<StallCause>().Select(cause =>
            Count($"stall_{Snake(cause)}_cycles", "core clock cycles", $"Cycles whose first blocking cause is {Snake(cause).Replace('_', ' ')}."))
    ];

    public static readonly Metric EnergyUj = NotYet("energy_uj", "uJ", "Energy of the operation.");
    public static readonly Metric AveragePowerW = NotYet("average_power_w", "W", "Energy over latency.");
    public static readonly Metric AreaMm2 = NotYet("area_mm2", "mm2", "Silicon area of one chip.");
    public static readonly Metric TopsPerW = NotYet("tops_per_w", "10^12 op/s/W", "tops / average_power_w.");
    public static readonly Metric TopsPerMm2 = NotYet("tops_per_mm2", "10^12 op/s/mm2", "tops / area_mm2.");
    public static readonly Metric TokensPerS = Real("tokens_per_s", "tokens/s", "Tokens of the whole batch on the whole system per second.");
    public static readonly Metric TimeToFirstTokenMs = Real("time_to_first_token_ms", "ms", "Latency of prefill.");
    public static readonly Metric TimePerOutputTokenMs = Real("time_per_output_token_ms", "ms", "Step latency over mean tokens per step.");
    public static readonly Metric EnergyPerTokenUj = NotYet("energy_per_token_uj", "uJ", "Energy over tokens produced.");
    public static readonly Metric SpeedupOverAutoregressive = Real("speedup_over_autoregressive", "", "Autoregressive time per token over this one.");
    public static readonly Metric MeanTokensPerStep = Real("mean_tokens_per_step", "tokens", "Tokens a sequence gains per step.");
    public static readonly Metric SqnrDb = Real("sqnr_db", "dB", "10 log10(sum ref^2 / sum err^2) of a linear layer's stored outputs against the fp64 product of the unquantised operands; on totals the MAC-weighted mean of noise over signal.");
    public static readonly Metric RelativeError = Real("relative_error", "", "||err|| / ||ref|| of the same outputs, Frobenius norms; on totals the root of the MAC-weighted mean square.");
    public static readonly Metric MaxUlp = Real("max_ulp", "ulp", "Largest error of the same outputs in steps of the output format, in the binade of ref or of the outputs' root mean square, whichever is larger; empty for formats with scales; on totals the largest.");
    public static readonly Metric Perplexity = Real("perplexity", "", "exp of the mean negative log likelihood per token of the small model that numerics.model names, in the workload's formats.");
    public static readonly Metric WeightBits = Real("weight_bits_per_element", "bits", "Stored bits per weight, scales and metadata included, MAC-weighted.");
    public static readonly Metric PaddedMacs = Count("padded_macs", "MACs", "MACs spent on zero padding of K to the bank or block; not part of macs.");

    public static readonly Metric ScaleSimCycles = Add("scalesim_cycles", "core clock cycles",
        "Cycles that SCALE-Sim reports for one array, an index and so one less than its count per product; only under compatibility: scalesim.", true, true);

    /// <summary>All metrics in column order.</summary>
    public static readonly ImmutableArray<Metric> All = [.. Entries];

    /// <summary>Finds a metric by its column name, or null.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    /// <summary>snake_case spelling of a stall cause, as it appears in column names and in <c>bound</c>.</summary>
    public static string Snake(StallCause cause)
    {
        var text = new System.Text.StringBuilder();
        foreach (char c in cause.ToString())
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }

    private static Metric Count(string name, string unit, string description) => Add(name, unit, description, true);

    private static Metric Real(string name, string unit, string description) => Add(name, unit, description, false);

    private static Metric NotYet(string name, string unit, string description) => Add(name, unit, $"{description} Not modelled yet: empty.", false, isModelled: false);

    private static Metric Text(string name, string description) => Add(name, "", description, false);

    private static Metric Add(string name, string unit, string description, bool count, bool occasional = false, bool isModelled = true)
    {
        var metric = new Metric(name, unit, description, count) { Ordinal = Entries.Count, IsOccasional = occasional, IsModelled = isModelled };
        Entries.Add(metric);
        return metric;
    }
}
