using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing;

/// <summary>
/// DRAM cycles per core cycle as an exact reduced fraction, P of docs/ENGINE.md: core period / tCK = 10^12 / (core Hz x tCK in ps).
/// Exact, because a rounded ratio would drift by whole cycles over a long operation.
/// </summary>
public sealed class ClockRatio
{
    private const long PicosecondsPerSecond = 1_000_000_000_000;

    private readonly long widestCore;
    private readonly long widestDram;

    /// <summary>Ratio of a core clock in Hz to a DRAM clock given by its period in picoseconds; both at least 1.</summary>
    public ClockRatio(long coreHz, int tckPs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(coreHz, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tckPs, 1);
        Int128 perSecond = (Int128)coreHz * tckPs;
        Int128 divisor = Gcd(perSecond, PicosecondsPerSecond);
        DramCycles = (long)(PicosecondsPerSecond / divisor);
        CoreCycles = checked((long)(perSecond / divisor));
        widestCore = (long.MaxValue - CoreCycles) / DramCycles;
        widestDram = (long.MaxValue - DramCycles) / CoreCycles;
    }

    /// <summary>Numerator of P: so many DRAM cycles last exactly as long as <see cref="CoreCycles"/> core cycles.</summary>
    public long DramCycles { get; }

    /// <summary>Denominator of P.</summary>
    public long CoreCycles { get; }

    /// <summary>The ratio of a machine: its clock under load against the clock of its memory.</summary>
    public static ClockRatio Of(Machine machine) => new(machine.LoadClockHz, machine.Memory.Timing.TckPs);

    /// <summary>First DRAM cycle not before core cycle <paramref name="coreCycle"/> (at least 0): ceil(t x P).</summary>
    public long ToDram(long coreCycle) => DramCycles == CoreCycles ? coreCycle : Scale(coreCycle, DramCycles, CoreCycles, widestCore);

    /// <summary>First core cycle not before DRAM cycle <paramref name="dramCycle"/> (at least 0): ceil(d / P).</summary>
    public long ToCore(long dramCycle) => DramCycles == CoreCycles ? dramCycle : Scale(dramCycle, CoreCycles, DramCycles, widestDram);

    public override string ToString() => $"{DramCycles}/{CoreCycles}";

    private static long Scale(long cycle, long times, long over, long widest)
    {
        // The sum below stays within 64 bits up to `widest`; beyond it the exact product needs 128.
        ArgumentOutOfRangeException.ThrowIfNegative(cycle);
        if (cycle <= widest) return ((cycle * times) + over - 1) / over;
        return checked((long)((((Int128)cycle * times) + over - 1) / over));
    }

    private static Int128 Gcd(Int128 a, Int128 b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
