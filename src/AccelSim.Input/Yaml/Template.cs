namespace AccelSim.Input.Yaml;

/// <summary>
/// Writes a file to start from: required keys with an example, optional ones commented out with their default, a sentence over each.
/// The text is valid as written, and stays so when a commented block is uncommented as a whole.
/// </summary>
public static class Template
{
    private const int Wrap = 120;

    /// <summary>Template of a kind, with its schema reference for editors.</summary>
    public static string Of(FileKind kind, string schemaPath) =>
        string.Join('\n', [$"# yaml-language-server: $schema={schemaPath}", .. Block((IBlockType)kind.Type, root: true), ""]);

    private static IEnumerable<string> Block(IBlockType block, bool root = false, bool nothingOff = false)
    {
        foreach (Field field in block.Fields)
        {
            bool header = root && field.Key is "accelsim" or "kind";
            if (!header)
            {
                foreach (string line in Sentence(field)) yield return $"# {line}";
            }
            bool off = !field.Required && field.Example is null && !nothingOff;
            foreach (string line in Lines(field)) yield return off ? $"# {line}" : line;
        }
    }

    private static IEnumerable<string> Lines(Field field)
    {
        string? value = field.Example ?? (field.DefaultNode is { } node and not YamlMapping ? YamlText.Inline(node) : null);
        if (value is not null && !value.StartsWith('\n')) return [$"{field.Key}: {value}"];
        if (value is not null) return [$"{field.Key}:", .. value.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        if (field.Type is IBlockType inner) return [$"{field.Key}:", .. Block(inner, nothingOff: !inner.Fields.Any(f => f.Required)).Select(line => "  " + line)];
        return [$"{field.Key}: none"];
    }

    private static IEnumerable<string> Sentence(Field field)
    {
        string text = field.Description + (field.Required ? "" : " Optional.");
        while (text.Length > Wrap)
        {
            int space = text.LastIndexOf(' ', Wrap);
            yield return text[..space];
            text = text[(space + 1)..];
        }
        yield return text;
    }
}
