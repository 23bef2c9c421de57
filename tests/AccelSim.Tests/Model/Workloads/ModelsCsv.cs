using System.Globalization;
using AccelSim.Model.Workloads;
using CsvHelper;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

/// <summary>The rows of the shared models.csv, read here without any of the code under test but the record itself.</summary>
internal static class ModelsCsv
{
    /// <summary>One row: the model and the counts that the file lists for it.</summary>
    public sealed record Row(LanguageModel Model, string ParamsBillion, string ActiveParamsBillion, long KvBytesPerToken);

    /// <summary>All rows; ignores the running test where the file is absent.</summary>
    public static IReadOnlyList<Row> Rows()
    {
        string path = Path.Combine(Folder(), "models.csv");
        if (!File.Exists(path))
            Assert.Ignore($"absent: {path}");
        using CsvReader csv = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',' });
        var rows = new List<Row>();
        while (csv.Read())
            rows.Add(new Row(Read(csv), csv.GetString("params_billion"), csv.GetString("active_params_billion"), Number(csv, "kv_cache_bytes_per_token_bf16")));
        return rows;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("ACCELSIM_DATA") is { Length: > 0 } given)
            return given;
        string root = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(root, "AccelSim.sln")) && Path.GetDirectoryName(root) is { } parent)
            root = parent;
        return Path.GetFullPath(Path.Combine(root, "..", "shared", "data"));
    }

    private static LanguageModel Read(CsvReader csv) => new()
    {
        Name = csv.GetString("model").ToLowerInvariant(),
        Layers = Number(csv, "layers"),
        Hidden = Number(csv, "hidden_size"),
        Heads = Number(csv, "attention_heads"),
        KvHeads = Number(csv, "kv_heads"),
        HeadDim = Number(csv, "head_dim"),
        Ffn = Number(csv, "ffn_size"),
        FfnMatrices = Number(csv, "ffn_matrices_per_layer"),
        Activation = csv.GetString("activation") switch
        {
            "swiglu" => ActivationFunction.SwiGlu,
            "geglu" => ActivationFunction.GeGlu,
            "swiglu_clamped" => ActivationFunction.SwiGluClamped,
            var other => throw new InvalidDataException(other),
        },
        Vocabulary = Number(csv, "vocab_size"),
        MaxContext = Number(csv, "max_context_tokens"),
        TiedEmbeddings = Number(csv, "tied_embeddings") == 1,
        Window = csv.GetString("sliding_window_pattern") switch
        {
            "" => null,
            "all" => new SlidingWindow(Number(csv, "sliding_window_tokens")),
            "5 local : 1 global" => new SlidingWindow(Number(csv, "sliding_window_tokens"), 5, 1),
            var pattern when pattern.StartsWith("alternate", StringComparison.Ordinal) => new SlidingWindow(Number(csv, "sliding_window_tokens"), 1, 1),
            var other => throw new InvalidDataException(other),
        },
        Experts = csv.GetString("moe_experts").Length == 0 ? null : new MixtureOfExperts(
            Number(csv, "moe_experts"), Number(csv, "moe_active_experts"), Number(csv, "moe_expert_ffn_size"),
            Number(csv, "moe_shared_experts"), Number(csv, "moe_dense_layers")),
        Latent = csv.GetString("attention_type") != "MLA" ? null : new LatentAttention(
            Number(csv, "q_lora_rank"), Number(csv, "kv_lora_rank"), Number(csv, "qk_nope_head_dim"),
            Number(csv, "qk_rope_head_dim"), Number(csv, "v_head_dim")),
        QkvBias = Family(csv, "Qwen2.5", "gpt-oss"),
        QkNorm = Family(csv, "Qwen3", "Gemma-3"),
    };

    private static bool Family(CsvReader csv, params string[] families) =>
        families.Any(f => csv.GetString("model").StartsWith(f, StringComparison.Ordinal));

    private static int Number(CsvReader csv, string column) =>
        csv.GetString(column).Length == 0 ? 0 : int.Parse(csv.GetString(column), CultureInfo.InvariantCulture);
}
