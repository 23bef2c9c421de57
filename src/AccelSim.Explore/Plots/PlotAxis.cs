using System.Collections.Immutable;
using AccelSim.Explore.Results;

namespace AccelSim.Explore.Plots;

/// <summary>What an axis shows.</summary>
/// <param name="Title">The quantity, in words.</param>
/// <param name="Unit">Its unit, empty for a ratio or a count.</param>
/// <param name="Log">Logarithmic or not; null lets the span decide (a factor above 30).</param>
/// <param name="FromZero">Whether a linear axis starts at zero; null lets the span decide.</param>
public sealed record PlotAxis(string Title, string Unit = "", bool? Log = null, bool? FromZero = null)
{
    // Contract names carry the unit at the end; the axis says it in brackets instead.
    private static readonly ImmutableArray<string> UnitSuffixes =
        ["_flop_per_byte", "_gb_per_s", "_per_element", "_bytes", "_cycles", "_mm2", "_us", "_ms", "_uj", "_db", "_w"];

    /// <summary>Title and unit of a results column.</summary>
    public static PlotAxis Of(ResultColumn column) => column.Name switch
    {
        "tokens_per_s" => new PlotAxis("Throughput", "tokens/s"),
        "tops" => new PlotAxis("Throughput", "TOPS"),
        "peak_tops" => new PlotAxis("Peak throughput", "TOPS"),
        "tops_per_w" => new PlotAxis("Energy efficiency", "TOPS/W"),
        "tops_per_mm2" => new PlotAxis("Area efficiency", "TOPS/mm²"),
        "cycles" => new PlotAxis("Cycles", "core clock"),
        "accumulator.fraction_bits" => new PlotAxis("Fraction kept at alignment", "bits"),
        "accumulator.group_length" => new PlotAxis("Products aligned together", "terms"),
        "weight_bits_per_element" => new PlotAxis("Weight storage", "bits per element"),
        _ => new PlotAxis(Words(column.Name), Unitised(column.Unit)),
    };

    /// <summary>Title with unit, and the power of ten that the tick labels leave out.</summary>
    internal string Text(int exponent)
    {
        string power = exponent == 0 ? "" : "10" + AxisTicks.Superscript(exponent);
        string unit = string.Join(' ', new[] { power, Unit }.Where(t => t.Length > 0));
        return unit.Length > 0 ? $"{Title} ({unit})" : Title;
    }

    private static string Words(string name)
    {
        // A swept key is known to its reader by its own spelling.
        if (name.Contains('.', StringComparison.Ordinal)) return name;
        string stem = UnitSuffixes.FirstOrDefault(s => name.EndsWith(s, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;
        string words = stem.Replace('_', ' ').Replace("dram", "DRAM", StringComparison.Ordinal).Replace("sram", "SRAM", StringComparison.Ordinal)
            .Replace("sqnr", "SQNR", StringComparison.Ordinal);
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string Unitised(string unit) => unit switch
    {
        "us" => "µs",
        "core clock cycles" => "core clock",
        "uJ" => "µJ",
        "mm2" => "mm²",
        _ => unit,
    };
}
