using System.Reflection;
using AccelSim.Input;
using AccelSim.Input.Accumulators;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Gpu.Probes;

/// <summary>The presets of configs/accumulators as this program was built with them; it runs where no other file of the project is.</summary>
public static class EmbeddedPresets
{
    private const string Folder = "accumulators/";

    public static AccumulatorPresets All { get; } = Read();

    private static AccumulatorPresets Read()
    {
        Assembly assembly = typeof(EmbeddedPresets).Assembly;
        string[] names = [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        ReadResult<AccumulatorPresets> read = AccumulatorFile.Together(names.Select(name => Parse(assembly, name)), new InputFiles(""));
        return read.Value ?? throw new InvalidDataException(string.Join("; ", read.Problems));
    }

    private static YamlDocument Parse(Assembly assembly, string name)
    {
        using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
        ReadResult<YamlDocument> parsed = YamlParser.Parse(text.ReadToEnd(), name);
        return parsed.Value ?? throw new InvalidDataException(string.Join("; ", parsed.Problems));
    }
}
