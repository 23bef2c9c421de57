using System.Diagnostics.CodeAnalysis;

namespace AccelSim.Input.Yaml;

/// <summary>A type written as a single value.</summary>
/// <typeparam name="T">What is read.</typeparam>
public abstract class ScalarType<T> : YamlType<T>
{
    /// <summary>Whether the value is a text, so that quotes do not matter.</summary>
    protected virtual bool IsText => true;

    public sealed override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is YamlRefused) return false;
        if (node is not YamlScalar scalar)
        {
            context.Log.Add(node.At, $"is {node.InWords}; {Expected} is needed");
            return false;
        }
        if (scalar.IsNull)
        {
            context.Log.Add(node.At, $"is empty; {Expected} is needed");
            return false;
        }
        if (scalar.Quoted && !IsText)
        {
            context.Log.Add(node.At, $"'{scalar.Text}' is a text; {Expected} is needed, without quotes");
            return false;
        }
        if (TryParse(scalar.Text, context, out value, out string? error)) return true;
        context.Log.Add(node.At, error);
        return false;
    }

    public sealed override YamlNode? ToNode(T value) => new YamlScalar(default, Format(value), IsText && NeedsQuotes(Format(value)));

    /// <summary>Parses the text, or says what is wrong and what is allowed.</summary>
    public abstract bool TryParse(string text, ReadContext context, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? error);

    /// <summary>The text that parses back to the value.</summary>
    public abstract string Format(T value);

    /// <summary>A sentence for a value that is not what is needed.</summary>
    protected string NotThis(string text) => $"{new YamlScalar(default, text, true).InWords} is not allowed; {Expected} is needed";

    private static bool NeedsQuotes(string text) =>
        text.Length == 0 || new YamlScalar(default, text).IsNull || text != text.Trim()
        || "[]{}&*!|>'\"%@`#,?-".Contains(text[0]) || text.Contains(": ", StringComparison.Ordinal) || text.EndsWith(':')
        || text.Contains(" #", StringComparison.Ordinal) || text.Any(char.IsControl);
}
