using System.Collections.Immutable;

namespace AccelSim.Input.Quantities;

/// <summary>The dimensions of the input files. Prefixes kB, MB, GB, TB are powers of 1000; KiB, MiB, GiB, TiB powers of 1024.</summary>
public static class Dimensions
{
    private static readonly ImmutableArray<Unit> ByteUnits =
    [
        new("B", 1), new("kB", 1_000), new("MB", 1_000_000), new("GB", 1_000_000_000), new("TB", 1_000_000_000_000),
        new("KiB", 1L << 10), new("MiB", 1L << 20), new("GiB", 1L << 30), new("TiB", 1L << 40),
    ];

    /// <summary>Kept in Hz.</summary>
    public static readonly Dimension Frequency = new("a frequency", "Hz",
        [new("Hz", 1), new("kHz", 1_000), new("MHz", 1_000_000), new("GHz", 1_000_000_000)], "1.5 GHz");

    /// <summary>Kept in bytes.</summary>
    public static readonly Dimension Size = new("a size", "B", ByteUnits, "256 KiB");

    /// <summary>Kept in bytes per second.</summary>
    public static readonly Dimension Bandwidth = new("a bandwidth", "B/s", [.. ByteUnits.Select(u => new Unit(u.Symbol + "/s", u.Factor))], "4.8 TB/s");

    /// <summary>Kept in picoseconds.</summary>
    public static readonly Dimension Time = new("a time", "ps",
        [new("ps", 1), new("ns", 1_000), new("us", 1_000_000), new("ms", 1_000_000_000), new("s", 1_000_000_000_000)], "300 ns");

    /// <summary>Kept in watts.</summary>
    public static readonly Dimension Power = new("a power", "W", [new("mW", 0.001m), new("W", 1), new("kW", 1_000)], "700 W");

    /// <summary>Kept in bytes per core cycle.</summary>
    public static readonly Dimension BytesPerCycle = new("a width", "B/cycle",
        [new("B/cycle", 1), new("KiB/cycle", 1L << 10), new("MiB/cycle", 1L << 20)], "64 B/cycle");

    /// <summary>Kept in core cycles.</summary>
    public static readonly Dimension Cycles = new("a number of core cycles", "cycles", [new("cycles", 1), new("cycle", 1, IsAlias: true)], "30 cycles");

    /// <summary>Kept in nanometres.</summary>
    public static readonly Dimension Length = new("a length", "nm", [new("nm", 1)], "4 nm");

    /// <summary>Every dimension, to name the one of a misplaced unit.</summary>
    public static readonly ImmutableArray<Dimension> All = [Frequency, Size, Bandwidth, Time, Power, BytesPerCycle, Cycles, Length];
}
