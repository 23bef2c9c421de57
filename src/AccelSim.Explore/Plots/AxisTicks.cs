using System.Globalization;

namespace AccelSim.Explore.Plots;

/// <summary>Ticks at round numbers (1, 2, 5 times a power of ten) on linear axes, at decades on logarithmic ones.</summary>
internal static class AxisTicks
{
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];

    /// <summary>Distance of major ticks that gives at most <paramref name="most"/> of them.</summary>
    public static double LinearStep(double low, double high, int most)
    {
        double raw = (high - low) / most;
        double decade = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return decade * Steps.First(s => s * decade >= raw * (1 - 1e-9));
    }

    /// <summary>Ticks of a linear axis; labels are divided by 10^<paramref name="exponent"/>.</summary>
    public static List<AxisTick> Linear(double low, double high, int most, int exponent)
    {
        double step = LinearStep(low, high, most);
        double lead = step / Math.Pow(10, Math.Floor(Math.Log10(step * (1 + 1e-9))));
        int parts = Math.Abs(lead - 2) < 1e-6 ? 4 : 5;
        double scaled = step / Math.Pow(10, exponent);
        int decimals = Math.Max(0, (int)-Math.Floor(Math.Log10(scaled) + 1e-9) + (Math.Abs(lead - 2.5) < 1e-6 ? 1 : 0));
        string format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        var ticks = new List<AxisTick>();
        long first = (long)Math.Ceiling(low / step * parts - 1e-9), last = (long)Math.Floor(high / step * parts + 1e-9);
        for (long i = first; i <= last; i++)
        {
            double value = i * step / parts;
            ticks.Add(new AxisTick(value, i % parts == 0 ? (value / Math.Pow(10, exponent)).ToString(format, CultureInfo.InvariantCulture) : null));
        }
        return ticks;
    }

    /// <summary>Ticks of a logarithmic axis: majors at decades, and at 2 and 5 where there are fewer decades than <paramref name="few"/>; minors at 1 to 9.</summary>
    public static List<AxisTick> Log(double low, double high, double few = 2.5)
    {
        int first = (int)Math.Floor(Math.Log10(low) + 1e-9), last = (int)Math.Ceiling(Math.Log10(high) - 1e-9);
        double decades = Math.Log10(high / low);
        int every = Math.Max(1, (int)Math.Ceiling(decades / 8));
        bool powers = first < -3 || last > 5;
        var ticks = new List<AxisTick>();
        for (int e = first; e <= last; e++)
        {
            for (int m = 1; m <= 9; m++)
            {
                double value = m * Math.Pow(10, e);
                if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue;
                bool major = m == 1 ? e % every == 0 : m is 2 or 5 && decades < few;
                if (major || every == 1) ticks.Add(new AxisTick(value, major ? LogLabel(m, e, powers) : null));
            }
        }
        return ticks;
    }

    /// <summary>An exponent in the superscripts of Unicode.</summary>
    public static string Superscript(int exponent) => string.Concat(
        exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    /// <summary>A label with its power of a thousand: 150k, 2M, 30·10⁻⁶; zero has none.</summary>
    public static string? WithPower(string? label, int exponent) => label is null || exponent == 0 || label.Trim('0', '.', '-').Length == 0 ? label : label + exponent switch
    {
        3 => "k",
        6 => "M",
        9 => "G",
        12 => "T",
        _ => "·10" + Superscript(exponent),
    };

    private static string LogLabel(int mantissa, int exponent, bool powers)
    {
        if (!powers) return (mantissa * Math.Pow(10, exponent)).ToString("0.######", CultureInfo.InvariantCulture);
        return (mantissa == 1 ? "" : mantissa.ToString(CultureInfo.InvariantCulture) + "·") + "10" + Superscript(exponent);
    }
}
