using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;

namespace AccelSim.Input.Formats;

/// <summary>The name of an element type.</summary>
public sealed class ScalarFormatType : ScalarType<ScalarFormat>
{
    public static ScalarFormatType Instance { get; } = new();

    public override string Expected => "an element type such as fp8_e4m3, bf16 or int8";

    public override bool TryParse(string text, ReadContext context, [MaybeNullWhen(false)] out ScalarFormat value, [NotNullWhen(false)] out string? error)
    {
        value = context.Files.Formats.FindScalar(text);
        error = value is null ? NotThis(text) + Suggestion.For(text, context.Files.Formats.Scalars.Select(s => s.Name)) : null;
        return error is null;
    }

    public override string Format(ScalarFormat value) => value.Name;

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type", "string");
}
