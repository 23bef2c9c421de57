using AccelSim.Input.Yaml;

namespace AccelSim.Input;

/// <summary>JSON Schemas of all kinds of YAML files, for editors.</summary>
public static class Schemas
{
    /// <summary>File name of a kind's schema.</summary>
    public static string FileName(FileKind kind) => $"{kind.Kind}.schema.json";

    /// <summary>File names with their texts.</summary>
    public static IEnumerable<(string FileName, string Text)> All => FileKinds.All.Select(kind => (FileName(kind), kind.Schema()));
}
