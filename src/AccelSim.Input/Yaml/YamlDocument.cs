namespace AccelSim.Input.Yaml;

/// <summary>A parsed YAML file: syntax is right, meaning not looked at yet.</summary>
/// <param name="Source">Path as the user named it.</param>
/// <param name="Root">Top-level keys.</param>
public sealed record YamlDocument(string Source, YamlMapping Root)
{
    /// <summary>Directory of the file, for names that are looked up beside it.</summary>
    public string Directory => Path.GetDirectoryName(Path.GetFullPath(Source)) ?? ".";
}
