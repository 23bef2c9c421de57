using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AccelSim.Explore.Results;

/// <summary>Provenance as JSON: UTF-8, LF, two spaces, keys in a fixed order, inputs sorted by name.</summary>
public static class ProvenanceJson
{
    // The file is read by people and programs, never pasted into a page, so that a quote in a format's name may stay readable.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's bytes.</summary>
    public static byte[] Bytes(Provenance provenance)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options)) Write(json, provenance);
        stream.Write("\n"u8);
        return stream.ToArray();
    }

    /// <summary>Writes the file, atomically.</summary>
    /// <exception cref="WriteFailedException">The file cannot be written.</exception>
    public static void WriteFile(string path, Provenance provenance) => AtomicFile.Write(path, Bytes(provenance));

    /// <summary>Reads a file back.</summary>
    /// <exception cref="FormatException">It is no provenance; the message says what is missing.</exception>
    public static Provenance Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return Parse(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"is no provenance that this version knows: {error.Message}", error);
        }
    }

    private static void Write(Utf8JsonWriter json, Provenance provenance)
    {
        json.WriteStartObject();
        Write(json, "command", provenance.Command);
        json.WriteString("version", provenance.Version);
        json.WriteStartArray("inputs");
        foreach (InputFile input in provenance.Inputs.OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Sha256, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("sha256", input.Sha256);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("seed", provenance.Seed);
        json.WriteString("engine", provenance.Engine);
        json.WriteNumber("points", provenance.Points);
        if (provenance.Shard is not null) json.WriteString("shard", provenance.Shard);
        json.WriteNumber("ok", provenance.Counts.Ok);
        json.WriteNumber("infeasible", provenance.Counts.Infeasible);
        json.WriteNumber("failed", provenance.Counts.Failed);
        if (provenance.Plot is not null) Write(json, provenance.Plot);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PlotPlan plot)
    {
        json.WriteStartObject("plot");
        json.WriteString("title", plot.Title);
        Write(json, "minimize", plot.Minimize);
        Write(json, "maximize", plot.Maximize);
        json.WriteString("group_by", plot.GroupBy);
        json.WriteString("panel_by", plot.PanelBy);
        json.WriteString("line_x", plot.LineX);
        json.WriteString("line_y", plot.LineY);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static Provenance Parse(JsonElement root) => new(
        Texts(root.GetProperty("command")),
        Text(root.GetProperty("version")),
        [.. root.GetProperty("inputs").EnumerateArray().Select(i => new InputFile(Text(i.GetProperty("name")), Text(i.GetProperty("sha256"))))],
        root.GetProperty("seed").GetInt64(),
        Text(root.GetProperty("engine")),
        root.GetProperty("points").GetInt64(),
        new PointCounts(root.GetProperty("ok").GetInt64(), root.GetProperty("infeasible").GetInt64(), root.GetProperty("failed").GetInt64()),
        root.TryGetProperty("shard", out JsonElement shard) ? Text(shard) : null,
        root.TryGetProperty("plot", out JsonElement plot)
            ? new PlotPlan(Text(plot.GetProperty("title")), Texts(plot.GetProperty("minimize")), Texts(plot.GetProperty("maximize")), Text(plot.GetProperty("group_by")),
                Text(plot.GetProperty("panel_by")), Text(plot.GetProperty("line_x")), Text(plot.GetProperty("line_y")))
            : null);

    private static ImmutableArray<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(Text)];

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("a text is null");
}
