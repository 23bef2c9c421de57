using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Machines;

/// <summary>A rate as written: MACs per cycle and core, or <c>N per element</c> of the array, which follows its rows and columns.</summary>
/// <param name="Count">MACs per cycle.</param>
/// <param name="PerElement">Whether per element of Rows x Cols.</param>
internal readonly record struct WrittenRate(long Count, bool PerElement);

/// <summary>A MAC rate in a machine file.</summary>
internal sealed class MacRatesType : ScalarType<WrittenRate>
{
    private const string Suffix = "per element";
    private const long Most = 1_000_000_000;

    public override string Expected => $"MACs per cycle and core as a whole number from 1 to {Most}, or 'N {Suffix}' of the array,";

    public override bool TryParse(string text, ReadContext context, out WrittenRate value, [NotNullWhen(false)] out string? error)
    {
        bool perElement = text.EndsWith(Suffix, StringComparison.Ordinal);
        string number = perElement ? text[..^Suffix.Length].TrimEnd() : text;
        bool parsed = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count is >= 1 and <= Most;
        value = new WrittenRate(count, perElement);
        error = parsed ? null : NotThis(text);
        return parsed;
    }

    public override string Format(WrittenRate value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.Count}{(value.PerElement ? " " + Suffix : "")}");

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("type");
        writer.WriteStringValue("integer");
        writer.WriteStringValue("string");
        writer.WriteEndArray();
        writer.WriteNumber("minimum", 1);
        writer.WriteString("pattern", $"^[0-9]+ {Suffix}$");
    }

    /// <summary>The block <c>macs_per_cycle</c>: keys are operand pairs.</summary>
    public static YamlType<ImmutableArray<KeyValuePair<string, WrittenRate>>> Block { get; } =
        new MapType<WrittenRate>("an operand pair such as int8xint4", new MacRatesType(), OperandPair.Fault, min: 0);
}
