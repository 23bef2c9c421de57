using AccelSim.Model.Machines;

namespace AccelSim.Engine.Dram;

/// <summary>What a standard can do at best, from its numbers alone; one pseudo-channel, unless stated.</summary>
/// <param name="Timing">The standard.</param>
public sealed record DramClosedForms(DramTiming Timing)
{
    private double ClockSeconds => Timing.TckPs * 1e-12;

    /// <summary>Bytes per second of a channel with all its pseudo-channels: burst bytes over nBL clocks.</summary>
    public double PeakBytesPerSecond => Timing.PseudoChannels * Timing.PeakBytesPerSecond;

    /// <summary>Share of the peak that all-bank refresh leaves: 1 - (nRTP + nRP + nRFC + nRCD) / nREFI.</summary>
    public double RefreshCeiling =>
        1 - (double)(Timing.ReadToPrecharge + Timing.Precharge + Timing.RefreshCycle + Timing.ActivateToRead) / Timing.RefreshInterval;

    /// <summary>Nanoseconds of a read of an open row, burst included: nCL + nBL.</summary>
    public double HitNs => (Timing.ReadLatency + Timing.BurstClocks) * ClockSeconds * 1e9;

    /// <summary>Nanoseconds of a read of a closed bank: nRCD more.</summary>
    public double ClosedNs => HitNs + Timing.ActivateToRead * ClockSeconds * 1e9;

    /// <summary>Nanoseconds of a read when another row is open: nRP more.</summary>
    public double ConflictNs => ClosedNs + Timing.Precharge * ClockSeconds * 1e9;

    /// <summary>Bytes per second with one burst per activation: least of four activates per window, one per nRRD, and every bank once per nRC.</summary>
    public double OneBurstPerRow
    {
        get
        {
            int banks = Timing.StackIds * Timing.BankGroups * Timing.BanksPerGroup, cycle = RowCycle;
            double perClock = Math.Min(Math.Min(4.0 / Timing.FourActivates, 1.0 / Timing.ActivateToActivate), (double)banks / cycle);
            return Timing.BurstBytes * perClock / ClockSeconds;
        }
    }

    /// <summary>Clocks between activates of one bank.</summary>
    public int RowCycle => Timing.Protocol?.Gap(Model.Dram.DramCommand.Activate, Model.Dram.DramCommand.Activate, Model.Dram.DramLevel.Bank)
        ?? Timing.ActivateToPrecharge + Timing.Precharge;
}
