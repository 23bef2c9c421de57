using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Quantities;

/// <summary>A quantity that may have a fraction of the base unit.</summary>
/// <param name="dimension">What it measures.</param>
/// <param name="min">Smallest allowed, in base units.</param>
/// <param name="max">Largest allowed, in base units.</param>
public sealed class RealQuantityType(Dimension dimension, decimal min, decimal max) : ScalarType<double>
{
    public override string Expected =>
        $"{dimension.Name} from {QuantityText.Format(min, dimension)} to {QuantityText.Format(max, dimension)}, as in '{dimension.Example}',";

    public override bool TryParse(string text, ReadContext context, out double value, [NotNullWhen(false)] out string? error)
    {
        value = 0;
        if (!QuantityText.TryParse(text, dimension, out decimal exact, out error)) return false;
        if (exact < min || exact > max)
        {
            error = $"'{text}' is out of range; {QuantityText.Format(min, dimension)} to {QuantityText.Format(max, dimension)} is allowed";
            return false;
        }
        value = (double)exact;
        return true;
    }

    public override string Format(double value) => QuantityText.Format((decimal)value, dimension);

    public override void WriteSchema(Utf8JsonWriter writer) => QuantityType.WriteSchema(writer, dimension);
}
