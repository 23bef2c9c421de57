using System.Globalization;
using System.Text.Json;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Workloads;

/// <summary>Reads keys of one JSON object and reports every one that is missing or is not what is needed.</summary>
/// <param name="file">Path for messages.</param>
/// <param name="element">The object.</param>
/// <param name="prefix">Dotted key of the object within the file, empty for the whole.</param>
/// <param name="log">Where problems go.</param>
internal sealed class JsonKeys(string file, JsonElement element, string prefix, ProblemLog log)
{
    public bool Has(string key) => element.TryGetProperty(key, out JsonElement found) && found.ValueKind != JsonValueKind.Null;

    /// <summary>A whole number of at least <paramref name="min"/>; reports and gives 1 where there is none.</summary>
    public int Int(string key, int? fallback = null, int min = 1)
    {
        if (!Has(key))
        {
            if (fallback is { } value)
                return value;
            Report(key, $"is missing; a whole number from {min} is needed");
            return 1;
        }
        JsonElement found = element.GetProperty(key);
        if (found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out int number) && number >= min)
            return number;
        Report(key, string.Create(CultureInfo.InvariantCulture, $"is {Shown(found)}; a whole number from {min} is needed"));
        return 1;
    }

    public bool Bool(string key, bool fallback)
    {
        if (!Has(key))
            return fallback;
        JsonElement found = element.GetProperty(key);
        if (found.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return found.GetBoolean();
        Report(key, $"is {Shown(found)}; true or false is needed");
        return fallback;
    }

    public string? Text(string key)
    {
        if (!Has(key))
            return null;
        JsonElement found = element.GetProperty(key);
        if (found.ValueKind == JsonValueKind.String)
            return found.GetString();
        Report(key, $"is {Shown(found)}; a text is needed");
        return null;
    }

    /// <summary>Texts of a list, or null where there is none.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        if (!Has(key))
            return null;
        JsonElement found = element.GetProperty(key);
        if (found.ValueKind == JsonValueKind.Array && found.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String))
            return [.. found.EnumerateArray().Select(e => e.GetString()!)];
        Report(key, $"is {Shown(found)}; a list of texts is needed");
        return null;
    }

    public int Length(string key) => Has(key) && element.GetProperty(key) is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0;

    /// <summary>An object below this one, or null where there is none.</summary>
    public JsonKeys? Below(string key) =>
        Has(key) && element.GetProperty(key) is { ValueKind: JsonValueKind.Object } inner ? new JsonKeys(file, inner, Dotted(key), log) : null;

    public void Report(string key, string message) => log.AddAbsolute(Position.Whole(file), Dotted(key), message);

    private string Dotted(string key) => prefix.Length == 0 ? key : $"{prefix}.{key}";

    private static string Shown(JsonElement found) => found.GetRawText() is { Length: <= 40 } text ? text : found.ValueKind.ToString().ToLowerInvariant();
}
