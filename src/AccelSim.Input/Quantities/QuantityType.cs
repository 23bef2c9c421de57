using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Quantities;

/// <summary>A quantity that is a whole number of base units.</summary>
/// <param name="dimension">What it measures.</param>
/// <param name="min">Smallest allowed, in base units.</param>
/// <param name="max">Largest allowed, in base units.</param>
public sealed class QuantityType(Dimension dimension, long min, long max) : ScalarType<long>
{
    public override string Expected =>
        $"{dimension.Name} from {QuantityText.Format(min, dimension)} to {QuantityText.Format(max, dimension)}, as in '{dimension.Example}',";

    public override bool TryParse(string text, ReadContext context, out long value, [NotNullWhen(false)] out string? error)
    {
        value = 0;
        if (!QuantityText.TryParse(text, dimension, out decimal exact, out error)) return false;
        if (exact < min || exact > max)
        {
            error = $"'{text}' is out of range; {QuantityText.Format(min, dimension)} to {QuantityText.Format(max, dimension)} is allowed";
            return false;
        }
        if (exact != decimal.Truncate(exact))
        {
            error = $"'{text}' is not a whole number of {dimension.Base}";
            return false;
        }
        value = (long)exact;
        return true;
    }

    public override string Format(long value) => QuantityText.Format(value, dimension);

    public override void WriteSchema(Utf8JsonWriter writer) => WriteSchema(writer, dimension);

    internal static void WriteSchema(Utf8JsonWriter writer, Dimension dimension)
    {
        writer.WriteString("type", "string");
        writer.WriteString("pattern", $"^\\+?[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)? *({string.Join('|', dimension.Units.Select(u => u.Symbol))})$");
    }
}
