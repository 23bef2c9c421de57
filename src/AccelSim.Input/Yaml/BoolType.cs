using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class BoolType : ScalarType<bool>
{
    public static readonly BoolType Instance = new();

    public override string Expected => "true or false";

    protected override bool IsText => false;

    public override bool TryParse(string text, ReadContext context, out bool value, [NotNullWhen(false)] out string? error)
    {
        value = text == "true";
        error = text is "true" or "false" ? null : NotThis(text);
        return error is null;
    }

    public override string Format(bool value) => value ? "true" : "false";

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type", "boolean");
}
