using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A finite number without a unit.</summary>
/// <param name="min">Smallest allowed.</param>
/// <param name="max">Largest allowed.</param>
/// <param name="aboveMin">Whether the smallest itself is excluded.</param>
public sealed class RealType(double min, double max, bool aboveMin = false) : ScalarType<double>
{
    public override string Expected =>
        string.Create(CultureInfo.InvariantCulture, $"a number {(aboveMin ? "above" : "from")} {min:R}{(aboveMin ? " and up" : "")} to {max:R}");

    protected override bool IsText => false;

    public override bool TryParse(string text, ReadContext context, out double value, [NotNullWhen(false)] out string? error)
    {
        bool parsed = double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
        bool allowed = parsed && double.IsFinite(value) && value <= max && (aboveMin ? value > min : value >= min);
        error = allowed ? null : NotThis(text);
        return allowed;
    }

    public override string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "number");
        writer.WriteNumber(aboveMin ? "exclusiveMinimum" : "minimum", min);
        writer.WriteNumber("maximum", max);
    }
}
