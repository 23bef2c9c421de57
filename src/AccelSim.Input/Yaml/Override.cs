namespace AccelSim.Input.Yaml;

/// <summary>A dotted key that is given another value before a file is read: <c>--set</c> on the command line, or a sweep axis.</summary>
/// <param name="Key">Dotted key.</param>
/// <param name="Value">The value; its position is where problems with it are reported.</param>
/// <param name="At">Position of the key.</param>
public sealed record Override(string Key, YamlNode Value, Position At)
{
    private string[]? parts;

    /// <summary>The key's parts, outermost first.</summary>
    public ReadOnlySpan<string> Parts => parts ??= Key.Split('.');

    /// <summary>Parses <c>key=value</c>; the value is plain text, or a list or block in YAML's flow style.</summary>
    public static ReadResult<Override> Parse(string text)
    {
        string source = $"--set {text}";
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string key = equals < 0 ? text.Trim() : text[..equals].Trim();
        if (equals < 0) return Bad(source, "", "has no '='; key=value is needed, as in --set 'clock=1.5 GHz'");
        if (key.Length == 0 || key.Split('.').Any(part => part.Trim().Length == 0)) return Bad(source, "", $"'{key}' is not a dotted key; key=value is needed, as in --set 'clock=1.5 GHz'");
        string value = text[(equals + 1)..].Trim();
        if (value.Length == 0) return Bad(source, key, "has no value; key=value is needed, as in --set 'clock=1.5 GHz'");
        return YamlParser.ParseValue(value, source).Then(node => ReadResult<Override>.Good(new Override(key, node, Position.Whole(source))));
    }

    private static ReadResult<Override> Bad(string source, string key, string message) =>
        ReadResult<Override>.Bad(new Problem(Position.Whole(source), key, message));
}
