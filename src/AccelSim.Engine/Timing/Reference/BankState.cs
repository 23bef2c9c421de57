using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>One bank of every bank group, operated together.</summary>
internal sealed class BankState
{
    /// <summary>Before every event.</summary>
    public const long Past = -(1L << 60);

    public const long Closed = -1;

    /// <summary>Row it will hold after all admitted requests.</summary>
    public long Row { get; set; } = Closed;

    /// <summary>Number, on the bus, of the latest admitted request to it.</summary>
    public long LastRequest { get; set; } = -1;

    public long Activated { get; set; } = Past;

    public long LastRead { get; set; } = Past;

    public long LastWrite { get; set; } = Past;

    public long PrechargeableAt(DramTiming timing) => Math.Max(
        Activated + timing.ActivateToPrecharge,
        Math.Max(LastRead + timing.ReadToPrecharge, LastWrite + timing.WriteLatency + timing.BurstClocks + timing.WriteRecovery));
}
