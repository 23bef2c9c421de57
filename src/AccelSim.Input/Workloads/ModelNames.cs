using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>Finds language models by what a user writes: a shipped name, the path of a model file, or the path of a Hugging Face config.json.</summary>
public static class ModelNames
{
    private static readonly ConditionalWeakTable<InputFiles, ConcurrentDictionary<(string Name, string? Beside), ReadResult<LanguageModel>>> Known = [];

    /// <summary>Reads a model, once per installation.</summary>
    /// <param name="files">The installation.</param>
    /// <param name="nameOrPath">As written.</param>
    /// <param name="beside">Directory looked at first, or null.</param>
    public static ReadResult<LanguageModel> Load(InputFiles files, string nameOrPath, string? beside = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Known.GetOrCreateValue(files).GetOrAdd((nameOrPath, beside), _ => Read(files, nameOrPath, beside));
    }

    private static ReadResult<LanguageModel> Read(InputFiles files, string nameOrPath, string? beside)
    {
        string path = Near(nameOrPath, beside);
        if (nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return HuggingFaceConfig.Load(path);
        return files.Open(ModelFile.Kind, path, beside).Then(document => ModelFile.Kind.Read(document, [], files));
    }

    /// <summary>A path as seen from a directory, when a file is there; else as it stands.</summary>
    internal static string Near(string path, string? beside)
    {
        if (beside is null || !path.Contains('.', StringComparison.Ordinal))
            return path;
        string near = Path.Combine(beside, path);
        return File.Exists(near) ? near : path;
    }
}
