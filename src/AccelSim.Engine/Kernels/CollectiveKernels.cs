namespace AccelSim.Engine.Kernels;

/// <summary>
/// All-reduce: a ring with flags beside the data, a ring in bulk, a reduction in the switch, and the one-shot and two-shot kernels of
/// inference frameworks; the library takes the fastest. Rules: docs/SILICON.md.
/// </summary>
public static class CollectiveKernels
{
    private const int FullNode = 8; // chips; libraries reduce in the switch only for all of them, and the custom limit is theirs

    public static KernelTime Run(KernelChip chip, CollectiveConstants c, CollectiveShape s)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(c);
        double link = chip.LinkWidth * chip.CyclesPerUs; // bytes per microsecond
        int p = s.Chips, steps = 2 * (p - 1);
        double ring = s.Bytes * steps / p, slice = Math.Min(c.BulkSliceMb * 1e6, s.Bytes / p);
        double flags = c.LaunchUs + (steps * c.FlagHopUs) + (ring / (link * c.FlagShare));
        double bulk = c.BulkLaunchUs + (steps * c.BulkHopUs) + ((ring + (steps * slice)) / (link * c.BulkShare));
        double best = Math.Min(flags, bulk);
        if (chip.ReducesInSwitch && s.Floating && p >= FullNode)
            best = Math.Min(best, c.SwitchLaunchUs + ((s.Bytes + slice) / (link * c.SwitchShare)));
        if (s.Custom && s.Bytes * p <= c.CustomLimitMb * 1e6 * FullNode)
        {
            double once = c.CustomLaunchUs + (p * c.CustomHopUs) + (s.Bytes * (p - 1) / (link * c.CustomShare));
            double twice = c.CustomLaunchUs + (2 * p * c.CustomHopUs) + (ring / (link * c.CustomShare));
            best = Math.Min(best, Math.Min(once, twice));
        }
        return new((long)Math.Ceiling(best * chip.CyclesPerUs), best, 0, ring / link, 0, 0, p, 1, 1, steps);
    }
}
