using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A text.</summary>
/// <param name="expected">What the text is, in words: <c>a name</c>.</param>
/// <param name="maxLength">Longest text in characters.</param>
/// <param name="fault">Says what is wrong with a text, or null; null when every text will do.</param>
public sealed class TextType(string expected = "a text", int maxLength = 10_000, Func<string, string?>? fault = null) : ScalarType<string>
{
    /// <summary>Letters, digits, dot, dash and underscore: usable as a file name and as a CSV cell.</summary>
    public static readonly TextType Name = new("a name of letters, digits, '-', '_' and '.'", 100, NameFault);

    public override string Expected => expected;

    public override bool TryParse(string text, ReadContext context, [MaybeNullWhen(false)] out string value, [NotNullWhen(false)] out string? error)
    {
        value = text;
        error = text.Length > maxLength ? $"has {text.Length} characters; at most {maxLength} are allowed" : fault?.Invoke(text);
        return error is null;
    }

    public override string Format(string value) => value;

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        if (ReferenceEquals(this, Name))
        {
            writer.WriteString("type", "string");
            writer.WriteString("pattern", "^[A-Za-z0-9._-]+$");
        }
        else
        {
            writer.WriteStartArray("type");
            foreach (string type in (string[])["string", "number", "boolean"]) writer.WriteStringValue(type);
            writer.WriteEndArray();
        }
    }

    private static string? NameFault(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? null : $"'{text}' is not a name; use letters, digits, '-', '_' and '.'";
}
