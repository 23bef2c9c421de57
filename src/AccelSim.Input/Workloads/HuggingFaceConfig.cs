using System.Collections.Immutable;
using System.Text.Json;
using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>
/// Reads the shape of a model from a Hugging Face <c>config.json</c>. Defaults are those of the transformers library for the model type;
/// types that are not known are refused rather than guessed.
/// </summary>
public static class HuggingFaceConfig
{
    private const long MaxBytes = 16L << 20;

    /// <summary>Values of <c>model_type</c> that are read.</summary>
    public static ImmutableArray<string> ModelTypes { get; } =
    [
        "llama", "mistral", "mixtral", "qwen2", "qwen3", "qwen3_moe", "gemma", "gemma2", "gemma3", "gemma3_text", "deepseek_v2", "deepseek_v3", "gpt_oss",
    ];

    /// <summary>Reads a file; the model is named after its folder, or the file where the folder has no name.</summary>
    public static ReadResult<LanguageModel> Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return Bad(path, Directory.Exists(path) ? "is a directory; a config.json is needed" : "no such file");
            return file.Length > MaxBytes ? Bad(path, $"is larger than {MaxBytes >> 20} MiB") : Read(File.ReadAllBytes(path), path, NameOf(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Bad(path, $"cannot be read: {error.Message}");
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="source">Path for messages.</param>
    /// <param name="name">Name of the model.</param>
    public static ReadResult<LanguageModel> Read(ReadOnlyMemory<byte> utf8, string source, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Bad(source, "holds no JSON object; a config.json is needed");
            var log = new ProblemLog();
            LanguageModel? model = HuggingFaceModel.Read(new JsonKeys(source, document.RootElement, "", log), name);
            return log.IsEmpty && model is not null ? ReadResult<LanguageModel>.Good(model) : ReadResult<LanguageModel>.Bad(log.Sorted());
        }
        catch (JsonException error)
        {
            var at = new Position(source, (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
            return ReadResult<LanguageModel>.Bad(new Problem(at, "", "is not valid JSON here"));
        }
    }

    private static string NameOf(string path)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");
        string name = folder.Length > 0 && Path.GetFileName(path) == "config.json" ? folder : Path.GetFileNameWithoutExtension(path);
        return WorkloadNames.Clean(name);
    }

    private static ReadResult<LanguageModel> Bad(string path, string message) =>
        ReadResult<LanguageModel>.Bad(new Problem(Position.Whole(path), "", message));
}
