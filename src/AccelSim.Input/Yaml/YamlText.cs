using System.Text;

namespace AccelSim.Input.Yaml;

/// <summary>Prints nodes as YAML: blocks indented by two, lists of single values in brackets.</summary>
public static class YamlText
{
    public static string Print(YamlMapping root)
    {
        var text = new StringBuilder();
        Block(text, root, 0);
        return text.ToString();
    }

    /// <summary>One line, flow style.</summary>
    public static string Inline(YamlNode node) => node switch
    {
        YamlScalar scalar => Scalar(scalar, inFlow: false),
        _ => Flow(node),
    };

    private static void Block(StringBuilder text, YamlMapping mapping, int indent)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            text.Append(' ', indent).Append(Scalar(new YamlScalar(default, entry.Key, entry.Key.Contains(": ", StringComparison.Ordinal)), false)).Append(':');
            Value(text, entry.Value, indent);
        }
    }

    private static void Value(StringBuilder text, YamlNode node, int indent)
    {
        switch (node)
        {
            case YamlMapping { Entries.IsEmpty: false } block:
                text.Append('\n');
                Block(text, block, indent + 2);
                break;
            case YamlSequence list when list.Items.Any(i => i is not YamlScalar):
                text.Append('\n');
                foreach (YamlNode item in list.Items) text.Append(' ', indent + 2).Append("- ").Append(Inline(item)).Append('\n');
                break;
            default:
                text.Append(' ').Append(Inline(node)).Append('\n');
                break;
        }
    }

    private static string Flow(YamlNode node) => node switch
    {
        YamlScalar scalar => Scalar(scalar, inFlow: true),
        YamlSequence list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        YamlMapping block => $"{{{string.Join(", ", block.Entries.Select(e => $"{Flow(new YamlScalar(default, e.Key))}: {Flow(e.Value)}"))}}}",
        _ => throw new ArgumentException("A refused node cannot be printed.", nameof(node)),
    };

    private static string Scalar(YamlScalar scalar, bool inFlow)
    {
        bool quote = scalar.Quoted || (inFlow && scalar.Text.AsSpan().IndexOfAny(",[]{}:#") >= 0);
        if (!quote) return scalar.Text;
        var text = new StringBuilder("\"");
        foreach (char c in scalar.Text)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                _ when char.IsControl(c) => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }
        return text.Append('"').ToString();
    }
}
