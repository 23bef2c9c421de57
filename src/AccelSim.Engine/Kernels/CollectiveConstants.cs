using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>What calibration finds for all-reduce on one generation.</summary>
/// <param name="values">In the order of <see cref="Catalogue"/>.</param>
public sealed class CollectiveConstants(ImmutableArray<double> values)
{
    /// <summary>Every constant, in order.</summary>
    public static ImmutableArray<KernelConstant> Catalogue { get; } =
    [
        new("launch", "us", 6, 1, 20, "Start and end of a library collective."),
        new("flag_hop", "us", 0.9, 0.1, 4, "A step of a ring whose data carry their own flags."),
        new("flag_share", "ratio", 0.3, 0.05, 1, "Share of the link rate of that protocol, which writes flags beside data."),
        new("bulk_launch", "us", 25, 1, 80, "Start and end of the bulk protocol, with its fences."),
        new("bulk_hop", "us", 1.2, 0.1, 8, "A step of a ring in that protocol."),
        new("bulk_share", "ratio", 0.75, 0.3, 1.2, "Share of the link rate that it sustains."),
        new("bulk_slice", "MB", 1, 0.01, 16, "Largest slice that travels the ring as one; filling the ring costs a slice a step."),
        new("switch_launch", "us", 30, 1, 80, "Start and end of a reduction in the switch."),
        new("switch_share", "ratio", 0.6, 0.3, 1.2, "Share of the link rate that it sustains, both directions busy."),
        new("custom_launch", "us", 2.5, 0.5, 10, "Start and end of the framework's own kernel."),
        new("custom_hop", "us", 0.15, 0, 2, "A peer more at its barrier."),
        new("custom_share", "ratio", 0.6, 0.05, 1.2, "Share of the link rate of direct reads from peers."),
        new("custom_limit", "MB", 2, 0.1, 64, "Largest message on eight chips that the kernel's buffers hold; with fewer, message times chips stays the same."),
    ];

    private readonly double[] v = [.. values];

    public double LaunchUs => v[0];
    public double FlagHopUs => v[1];
    public double FlagShare => v[2];
    public double BulkLaunchUs => v[3];
    public double BulkHopUs => v[4];
    public double BulkShare => v[5];
    public double BulkSliceMb => v[6];
    public double SwitchLaunchUs => v[7];
    public double SwitchShare => v[8];
    public double CustomLaunchUs => v[9];
    public double CustomHopUs => v[10];
    public double CustomShare => v[11];
    public double CustomLimitMb => v[12];

    /// <summary>Whether chips of a generation do what a constant describes; the others keep its start.</summary>
    public static bool Uses(KernelGeneration generation, string constant)
    {
        ArgumentNullException.ThrowIfNull(constant);
        return generation == KernelGeneration.Asynchronous || !constant.StartsWith("switch", StringComparison.Ordinal);
    }
}
