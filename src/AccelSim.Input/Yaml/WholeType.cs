using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A whole number without a unit.</summary>
/// <param name="min">Smallest allowed.</param>
/// <param name="max">Largest allowed; the default leaves products of several such numbers inside 64 bits.</param>
public sealed class WholeType(long min, long max = 1_000_000_000) : ScalarType<long>
{
    public override string Expected => min == max
        ? min.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");

    protected override bool IsText => false;

    public override bool TryParse(string text, ReadContext context, out long value, [NotNullWhen(false)] out string? error)
    {
        bool parsed = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        error = parsed && value >= min && value <= max ? null : NotThis(text);
        return error is null;
    }

    public override string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "integer");
        writer.WriteNumber("minimum", min);
        writer.WriteNumber("maximum", max);
    }
}
