namespace AccelSim.Explore.Speculation.MagicDec;

/// <summary>
/// Software of the MagicDec measurements by kind of GPU (magicdec.md, sections 6, 7 and 9). Host times are those of section 6; gaps between kernels and
/// the scale of attention were calibrated on the shared rows, one value for a GPU and never one for a row (docs/SPECULATION.md).
/// </summary>
public static class PaperStacks
{
    /// <summary>Tables whose times are computed without host time: Table 7 (section 7, item 2).</summary>
    private const char WithoutHost = '7';

    /// <summary>The stack of a machine (shipped name) in a table of the paper.</summary>
    public static SoftwareStack Of(string machine, int gpus, string table)
    {
        SoftwareStack stack = machine switch
        {
            "a100-sxm" => new("flash-attn", "Table 3; gap calibrated on its steps, scale on its speed-ups") { GapUs = 7, AttentionScale = 0.85, HostMs = 1.0, HostPerSequenceMs = 0.011 },
            "h100-sxm" or "h200-sxm" or "b200-sxm" => new("flashinfer", "Tables 4 and 6; gap calibrated on their rows") { GapUs = 3.2, CustomAllReduce = true, HostMs = gpus == 4 ? 0.9 : 0.65 },
            "l40s" => new("flash-attn", "no shared rows: gap between those of A100 and H100 [assumed]") { GapUs = 5, HostMs = 1.6 },
            _ => new("none", "no measurements"),
        };
        return HasNoHost(table) ? stack with { HostMs = 0, HostPerSequenceMs = 0 } : stack;
    }

    /// <summary>Whether the times of a table leave the host out.</summary>
    public static bool HasNoHost(string table) => table.TrimStart().StartsWith(WithoutHost);
}
