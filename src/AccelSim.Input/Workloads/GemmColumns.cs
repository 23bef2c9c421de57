using AccelSim.Input.Yaml;
using CsvHelper;

namespace AccelSim.Input.Workloads;

/// <summary>Where the columns of a GEMM list stand; -1 for one that is left out.</summary>
internal sealed class GemmColumns
{
    private static readonly string[] Gemm = ["name", "m", "n", "k", "count", "weights", "activations", "output", "sparsity"];

    /// <summary>SCALE-Sim's names in its order, lower case; one column or two for the strides.</summary>
    private static readonly string[] Convolution =
        ["layer name", "ifmap height", "ifmap width", "filter height", "filter width", "channels", "num filter", "strides", "stride height", "stride width", "sparsity"];

    private readonly Dictionary<string, int> places;

    private GemmColumns(Dictionary<string, int> places, bool isConvolution)
    {
        this.places = places;
        IsConvolution = isConvolution;
    }

    public bool IsConvolution { get; }

    public int Of(string column) => places.GetValueOrDefault(column, -1);

    /// <summary>Reads the header; null when a needed column is missing, an unknown one is there, or one is there twice.</summary>
    public static GemmColumns? Read(CsvReader csv, CsvProblems problems)
    {
        List<string> headers = [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim())];
        while (headers is [.., ""])
            headers.RemoveAt(headers.Count - 1);
        List<string> keys = [.. headers.Select(h => h.ToLowerInvariant())];
        bool isConvolution = keys.Exists(k => k.StartsWith("ifmap", StringComparison.Ordinal) || k.StartsWith("filter", StringComparison.Ordinal));
        string[] known = isConvolution ? Convolution : Gemm;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < keys.Count; i++)
        {
            string key = Alias(keys[i], isConvolution);
            if (!known.Contains(key))
                problems.Report(csv, i, headers[i], $"unknown column{Suggestion.For(key, known)}; {Allowed(isConvolution)}");
            else if (!places.TryAdd(key, i))
                problems.Report(csv, i, headers[i], "occurs twice; one is needed");
        }
        foreach (string needed in isConvolution ? Convolution[1..7] : Gemm[1..4])
        {
            if (!places.ContainsKey(needed))
                problems.Report(csv.LineNumber, 1, needed, $"the column is missing; {Allowed(isConvolution)}");
        }
        if (isConvolution && !places.ContainsKey("strides") && !(places.ContainsKey("stride height") && places.ContainsKey("stride width")))
            problems.Report(csv.LineNumber, 1, "strides", $"the column is missing; {Allowed(isConvolution)}");
        return problems.Count == 0 ? new GemmColumns(places, isConvolution) : null;
    }

    private static string Alias(string key, bool isConvolution) => key switch
    {
        "layer" or "layer name" or "name" => isConvolution ? "layer name" : "name",
        "num filters" => "num filter",
        "stride" => "strides",
        "batch" when !isConvolution => "count",
        _ => key,
    };

    private static string Allowed(bool isConvolution) => isConvolution
        ? "a SCALE-Sim topology has Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides"
        : "a list of GEMMs has name, m, n, k and, where they are wanted, count, weights, activations, output";
}
