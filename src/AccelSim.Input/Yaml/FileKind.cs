using System.Collections.Immutable;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A kind of YAML file: what <c>kind:</c> says, where shipped files lie, and what the file holds.</summary>
/// <param name="kind">Word after <c>kind:</c>.</param>
/// <param name="folder">Folder of shipped files below the installation, such as <c>configs/machines</c>.</param>
/// <param name="description">One sentence.</param>
public abstract class FileKind(string kind, string folder, string description)
{
    /// <summary>Version of all schemas, in the first line of every file.</summary>
    public const int SchemaVersion = 1;

    public string Kind { get; } = kind;

    public string Folder { get; } = folder;

    public string Description { get; } = description;

    /// <summary>What the file holds, header included.</summary>
    public abstract YamlType Type { get; }

    /// <summary>Everything that is wrong with a parsed file of this kind; empty when it can be read.</summary>
    public abstract ImmutableArray<Problem> Check(YamlDocument document, InputFiles files);

    /// <summary>The JSON Schema (draft 2020-12) as text.</summary>
    public string Schema()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("title", $"AccelSim {Kind}");
            writer.WriteString("description", Description);
            Type.WriteSchema(writer);
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The header keys alone; anything they report makes the rest of the file moot.</summary>
    protected bool CheckHeader(YamlMapping root, ProblemLog log)
    {
        if (root.Find("accelsim") is { } version && version is not YamlScalar { Text: "1" })
        {
            log.Add(version.At, "accelsim", $"schema version {version.InWords} is not known; this program reads version {SchemaVersion}");
            return false;
        }
        if (root.Find("kind") is YamlScalar { IsNull: false } given && given.Text != Kind && FileKinds.All.Any(k => k.Kind == given.Text))
        {
            log.Add(given.At, "kind", $"this file is a {given.Text}; a {Kind} is needed");
            return false;
        }
        return true;
    }
}
