using System.Collections.Immutable;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Workloads;

/// <summary>
/// Finds what a user calls a workload: a workload file or the bare name of a shipped one; the name or file of a model, or a config.json
/// (a decode step with all defaults); a CSV list of GEMMs.
/// </summary>
public static class WorkloadNames
{
    /// <summary>The document to read with <see cref="WorkloadFile.Kind"/>, overrides not yet applied.</summary>
    public static ReadResult<YamlDocument> Open(InputFiles files, string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return Made(nameOrPath, "model");
        if (nameOrPath.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return Made(nameOrPath, "gemms");
        bool isPath = nameOrPath.Contains(Path.DirectorySeparatorChar) || nameOrPath.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || nameOrPath.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
        if (isPath)
            return files.Open(WorkloadFile.Kind, nameOrPath).Then(d => IsModel(d) ? Made(nameOrPath, "model") : ReadResult<YamlDocument>.Good(d));
        if (Names(files, WorkloadFile.Kind).Contains(InputFiles.Canonical(nameOrPath)))
            return files.Open(WorkloadFile.Kind, nameOrPath);
        if (Names(files, ModelFile.Kind).Contains(InputFiles.Canonical(nameOrPath)))
            return Made(nameOrPath, "model");
        ImmutableArray<string> all = [.. files.Names(WorkloadFile.Kind), .. files.Names(ModelFile.Kind)];
        string near = Suggestion.For(nameOrPath, all);
        return ReadResult<YamlDocument>.Bad(new Problem(Position.Whole(nameOrPath), "",
            $"no shipped workload or model of this name, and no path{(near.Length > 0 ? near : $"; shipped are {string.Join(", ", all)}")}"));
    }

    /// <summary>Letters, digits, dot, dash and underscore of a text, others as dashes.</summary>
    internal static string Clean(string text)
    {
        string clean = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        return clean.Length is > 0 and <= 100 ? clean : clean.Length == 0 ? "unnamed" : clean[..100];
    }

    private static IEnumerable<string> Names(InputFiles files, FileKind kind) => files.Names(kind).Select(InputFiles.Canonical);

    private static bool IsModel(YamlDocument document) => document.Root.Find("kind") is YamlScalar { Text: "model" };

    private static ReadResult<YamlDocument> Made(string source, string key)
    {
        Position at = Position.Whole(source);
        string last = Path.GetFileName(source);
        string name = last == "config.json" && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(source))) is { Length: > 0 } folder ? folder : last;
        foreach (string ending in (string[])[".yaml", ".yml", ".json", ".csv"])
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                name = name[..^ending.Length];
        }
        YamlEntry Entry(string k, string text) => new(k, at, new YamlScalar(at, text, Quoted: k is not "accelsim"));
        return ReadResult<YamlDocument>.Good(new YamlDocument(source, new YamlMapping(at,
            [Entry("accelsim", "1"), Entry("kind", "workload"), Entry("name", Clean(name)), Entry(key, source)])));
    }
}
