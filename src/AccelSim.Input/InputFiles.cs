using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using AccelSim.Input.Accumulators;
using AccelSim.Input.Formats;
using AccelSim.Input.Machines;
using AccelSim.Input.ScaleSim;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Input;

/// <summary>
/// The files of an installation: finds shipped ones by bare name and keeps what was read, so that a sweep reads a DRAM table once.
/// Safe to share between threads.
/// </summary>
/// <param name="home">Directory that holds <c>configs/</c> and <c>workloads/</c>.</param>
public sealed class InputFiles(string home)
{
    private readonly ConcurrentDictionary<(string Name, string? Beside), ReadResult<DramTiming>> standards = new();
    private FrozenSet<string>? operands;
    private ReadResult<AccumulatorPresets>? accumulators;

    public string Home { get; } = home;

    /// <summary>The formats that texts may name; user-declared ones included.</summary>
    public FormatCatalogue Formats { get; init; } = FormatCatalogue.BuiltIn;

    /// <summary>Names that may stand in an operand pair: element types and block-scaled formats, in order of declaration.</summary>
    public IEnumerable<string> Operands =>
        Formats.Scalars.Where(s => !s.ScaleOnly).Select(s => s.Name).Concat(Formats.Formats.OfType<BlockScaledFormat>().Select(f => f.Name));

    /// <summary>Whether a name may stand in an operand pair, in exactly this spelling.</summary>
    public bool IsOperand(string name) => (operands ??= Operands.ToFrozenSet(StringComparer.Ordinal)).Contains(name);

    /// <summary>The installation around the program: <c>ACCELSIM_HOME</c>, else the first directory with <c>configs/dram</c> above the executable, else above the working directory.</summary>
    public static InputFiles Find()
    {
        string? set = Environment.GetEnvironmentVariable("ACCELSIM_HOME");
        if (!string.IsNullOrEmpty(set)) return new InputFiles(set);
        return new InputFiles(Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory) ?? Environment.CurrentDirectory);
    }

    /// <summary>The same installation with the formats declared under configs/formats, in order of file name.</summary>
    public ReadResult<InputFiles> WithShippedFormats()
    {
        InputFiles files = this;
        foreach (string path in Shipped(FormatFile.Kind))
        {
            ReadResult<FormatSet> read = FormatFile.Kind.Load(path, [], files);
            if (!read.Ok) return ReadResult<InputFiles>.Bad(read.Problems);
            files = new InputFiles(Home) { Formats = read.Value.Catalogue };
        }
        return ReadResult<InputFiles>.Good(files);
    }

    /// <summary>Finds and parses a file.</summary>
    /// <param name="kind">What is needed.</param>
    /// <param name="nameOrPath">A path, or the bare name of a shipped file; <c>_</c> and <c>-</c> mean the same in names.</param>
    /// <param name="beside">Directory looked at before the shipped files, or null.</param>
    public ReadResult<YamlDocument> Open(FileKind kind, string nameOrPath, string? beside = null) =>
        Locate(kind, nameOrPath, beside) is { } path
            ? Read(kind, path)
            : ReadResult<YamlDocument>.Bad(new Problem(Position.Whole(nameOrPath), "", NotFound(kind, nameOrPath, Names(kind))));

    private static ReadResult<YamlDocument> Read(FileKind kind, string path) =>
        kind == MachineFile.Kind && ScaleSimConfig.Names(path) ? ScaleSimConfig.Open(path) : YamlParser.Load(path);

    /// <summary>The path that a name or path means, or null where there is none.</summary>
    public string? Locate(FileKind kind, string nameOrPath, string? beside = null)
    {
        bool isPath = nameOrPath.Contains(Path.DirectorySeparatorChar) || HasYamlEnding(nameOrPath) || ScaleSimConfig.Names(nameOrPath);
        if (isPath) return nameOrPath;
        string name = Canonical(nameOrPath);
        if (beside is not null)
        {
            foreach (string ending in (string[])[".yaml", ".yml"])
            {
                string near = Path.Combine(beside, nameOrPath + ending);
                if (File.Exists(near)) return near;
            }
        }
        string? shipped = Shipped(kind).FirstOrDefault(path => Canonical(Path.GetFileNameWithoutExtension(path)) == name);
        return shipped ?? (Path.Exists(nameOrPath) ? nameOrPath : null);
    }

    /// <summary>Bare names of the shipped files of a kind, sorted.</summary>
    public ImmutableArray<string> Names(FileKind kind) => [.. Shipped(kind).Select(path => Path.GetFileNameWithoutExtension(path)!)];

    /// <summary>Paths of the shipped files of a kind, sorted.</summary>
    public ImmutableArray<string> Shipped(FileKind kind)
    {
        string folder = Path.Combine(Home, kind.Folder);
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateFiles(folder, "*.yaml").OrderBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal)];
    }

    /// <summary>The one spelling of a name.</summary>
    public static string Canonical(string name) => name.Replace('_', '-').ToLowerInvariant();

    /// <summary>A DRAM standard by name, from beside the file that names it or from the shipped ones; read once.</summary>
    public ReadResult<DramTiming> Standard(string name, string? beside) =>
        standards.GetOrAdd((name, beside), _ => Open(DramFile.Kind, name, beside).Then(document => DramFile.Kind.Read(document, [], this)));

    /// <summary>The presets under configs/accumulators, in order of file name; read once, when first needed.</summary>
    public ReadResult<AccumulatorPresets> Accumulators() => accumulators ??= ReadAccumulators();

    private ReadResult<AccumulatorPresets> ReadAccumulators()
    {
        ReadResult<YamlDocument>[] parsed = [.. Shipped(AccumulatorFile.Kind).Select(path => Open(AccumulatorFile.Kind, path))];
        ImmutableArray<Problem> problems = [.. parsed.SelectMany(p => p.Problems)];
        return problems.IsEmpty ? AccumulatorFile.Together(parsed.Select(p => p.Value!), this) : ReadResult<AccumulatorPresets>.Bad(problems);
    }

    /// <summary>The message for a name that is no file, with the name that was probably meant.</summary>
    internal static string NotFound(FileKind kind, string name, ImmutableArray<string> names)
    {
        string article = kind.Kind[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an" : "a";
        string near = Suggestion.For(name, names);
        return $"no file and no shipped {kind.Kind} of this name"
            + (near.Length > 0 ? near : names.IsEmpty ? $"; write the path of {article} {kind.Kind} file" : $"; shipped are {string.Join(", ", names)}");
    }

    private static bool HasYamlEnding(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static string? Above(string start)
    {
        for (DirectoryInfo? directory = new(start); directory is not null; directory = directory.Parent)
        {
            if (Directory.Exists(Path.Combine(directory.FullName, "configs", "dram"))) return directory.FullName;
        }
        return null;
    }
}
