using System.Collections.Immutable;

namespace AccelSim.Input.Yaml;

/// <summary>A parsed YAML file: syntax is right, meaning not looked at yet. Reading it reports the refusals together with the rest.</summary>
/// <param name="Source">Path as the user named it.</param>
/// <param name="Root">Top-level keys.</param>
public sealed record YamlDocument(string Source, YamlMapping Root)
{
    /// <summary>Duplicate keys, anchors, aliases, tags and further documents, left out of the tree.</summary>
    public ImmutableArray<Problem> Refusals { get; init; } = [];

    /// <summary>Directory of the file, for names that are looked up beside it.</summary>
    public string Directory => Path.GetDirectoryName(Path.GetFullPath(Source)) ?? ".";
}
