using AccelSim.Input.Yaml;

namespace AccelSim.Input.ScaleSim;

/// <summary>
/// Sections of <c>key: value</c> or <c>key = value</c>, as Python's configparser reads them: names of keys ignore case, lines that begin with
/// # or ; are comments, and neither a section nor a key occurs twice.
/// </summary>
internal sealed class IniFile
{
    private readonly Dictionary<string, Dictionary<string, IniEntry>> sections = new(StringComparer.Ordinal);

    /// <summary>Parses a text; what is wrong with it goes to the log.</summary>
    public static IniFile Parse(string text, string source, ProblemLog log)
    {
        var file = new IniFile();
        Dictionary<string, IniEntry>? section = null;
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd(), content = line.TrimStart();
            var at = new Position(source, i + 1, line.Length - content.Length + 1);
            if (content.Length == 0 || content[0] is '#' or ';') continue;
            if (content[0] == '[') section = file.Open(content, at, log);
            else if (section is null) log.Add(at, "stands before the first section; a SCALE-Sim configuration begins with [general]");
            else Add(section, content, at, log);
        }
        return file;
    }

    public bool Has(string section) => sections.ContainsKey(section);

    /// <summary>Entries of a section in no order; none where there is no such section.</summary>
    public IEnumerable<IniEntry> Entries(string section) => sections.TryGetValue(section, out var entries) ? entries.Values : [];

    public IniEntry? Find(string section, string key) => sections.TryGetValue(section, out var entries) ? entries.GetValueOrDefault(key) : null;

    private Dictionary<string, IniEntry> Open(string content, Position at, ProblemLog log)
    {
        var entries = new Dictionary<string, IniEntry>(StringComparer.OrdinalIgnoreCase);
        if (content[^1] != ']') log.Add(at, $"'{content}' is no section; [general] is one");
        else if (!sections.TryAdd(content[1..^1].Trim(), entries)) log.Add(at, $"{content} occurs twice; one is needed");
        return entries;
    }

    private static void Add(Dictionary<string, IniEntry> section, string content, Position at, ProblemLog log)
    {
        int split = content.AsSpan().IndexOfAny(':', '=');
        string key = split < 0 ? "" : content[..split].TrimEnd(), rest = split < 0 ? "" : content[(split + 1)..];
        if (key.Length == 0)
        {
            log.Add(at, $"'{content}' is no setting; 'key: value' is needed");
            return;
        }
        Position valueAt = at with { Column = at.Column + content.Length - rest.TrimStart().Length };
        if (!section.TryAdd(key, new IniEntry(key, at, rest.Trim(), valueAt))) log.AddAbsolute(at, key, "occurs twice; one is needed");
    }
}
