using System.Globalization;

namespace AccelSim.Explore.Explanations;

/// <summary>Numbers of a machine with their units, as a machine file may write them.</summary>
internal static class ParameterText
{
    private static readonly (long Factor, string Unit)[] Binary = [(1L << 40, "TiB"), (1L << 30, "GiB"), (1L << 20, "MiB"), (1L << 10, "KiB"), (1, "B")];

    public static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Cycles(long value) => $"{Count(value)} cycles";

    public static string BytesPerCycle(long value) => $"{Count(value)} B/cycle";

    public static string Hertz(long value) => Decimal(value, (1_000_000_000, "GHz"), (1_000_000, "MHz"), (1_000, "kHz"), (1, "Hz"));

    public static string BytesPerSecond(long value) => Decimal(value, (1_000_000_000_000, "TB/s"), (1_000_000_000, "GB/s"), (1_000_000, "MB/s"), (1, "B/s"));

    public static string Picoseconds(long value) => Decimal(value, (1_000_000_000, "ms"), (1_000_000, "us"), (1_000, "ns"), (1, "ps"));

    public static string Ppm(long value) => (value / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>The largest binary unit that gives a whole number.</summary>
    public static string Bytes(long value)
    {
        (long factor, string unit) = Binary.First(u => value % u.Factor == 0);
        return $"{Count(value / factor)} {unit}";
    }

    // Exact: a decimal holds every long over a power of ten.
    private static string Decimal(long value, params (long Factor, string Unit)[] units)
    {
        (long factor, string unit) = units.FirstOrDefault(u => value >= u.Factor, units[^1]);
        return $"{(value / (decimal)factor).ToString("0.############", CultureInfo.InvariantCulture)} {unit}";
    }
}
