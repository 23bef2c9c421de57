using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.ScaleSim;

/// <summary>
/// A SCALE-Sim configuration (<c>.cfg</c>) as a machine: one systolic array with <c>compatibility: scalesim</c>. What the file does not say
/// is filled in by <see cref="ScaleSimMachine"/>, documented in docs/SCALESIM.md; keys of the machine can be overridden as those of any other.
/// </summary>
public static class ScaleSimConfig
{
    private const int MostSide = 65_536;

    private const long MostKilobytes = 1L << 30, MostWords = 1L << 20;

    /// <summary>Keys that SCALE-Sim 1 to 3 knows and that say nothing about the machine here.</summary>
    private static readonly ImmutableArray<string> Unused =
        ["IfmapOffset", "FilterOffset", "OfmapOffset", "MemoryBanks", "ReadRequestBuffer", "WriteRequestBuffer"];

    private static readonly ImmutableArray<string> Known =
        ["ArrayHeight", "ArrayWidth", "IfmapSramSzkB", "FilterSramSzkB", "OfmapSramSzkB", "IfmapSramSz", "FilterSramSz", "OfmapSramSz", "Dataflow", "Bandwidth", .. Unused];

    /// <summary>Whether a path means such a file.</summary>
    public static bool Names(string path) => path.EndsWith(".cfg", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the file into the document of a machine.</summary>
    public static ReadResult<YamlDocument> Open(string path) => YamlParser.LoadText(path).Then(text => Parse(text, path));

    /// <summary>Reads a text into the document of a machine.</summary>
    public static ReadResult<YamlDocument> Parse(string text, string source)
    {
        var log = new ProblemLog();
        IniFile file = IniFile.Parse(text, source, log);
        ScaleSimMachine machine = Read(file, source, log);
        return log.IsEmpty ? ReadResult<YamlDocument>.Good(machine.Document(source)) : ReadResult<YamlDocument>.Bad(log.Sorted());
    }

    private static ScaleSimMachine Read(IniFile file, string source, ProblemLog log)
    {
        const string Architecture = "architecture_presets", Run = "run_presets";
        Position whole = Position.Whole(source);
        if (!file.Has(Architecture)) log.Add(whole, $"has no section [{Architecture}]; a SCALE-Sim configuration has [general], [{Architecture}] and [{Run}]");
        foreach (IniEntry entry in file.Entries(Architecture).Where(e => !Known.Contains(e.Key, StringComparer.OrdinalIgnoreCase)))
            log.AddAbsolute(entry.KeyAt, entry.Key, $"unknown key{Near(entry.Key)}");
        if (file.Find("sparsity", "SparsitySupport") is { } sparse && !sparse.Value.Equals("false", StringComparison.OrdinalIgnoreCase))
            log.AddAbsolute(sparse.At, sparse.Key, $"'{sparse.Value}' is not allowed; false is needed: sparse arrays of SCALE-Sim are not modelled, 2:4(FMT) as a format of weights is");
        if (!file.Has(Architecture)) return new ScaleSimMachine("", 1, 1, "os", 1, null);
        long Kilobytes(string key) => Number(file.Find(Architecture, key + "kB") ?? file.Find(Architecture, key), key + "kB", MostKilobytes);
        string name = file.Find("general", "run_name")?.Value.Trim('"') ?? Path.GetFileNameWithoutExtension(source);
        IniEntry? user = file.Find(Run, "InterfaceBandwidth");
        if (user is not null && user.Value.ToUpperInvariant() is not ("USER" or "CALC"))
            log.AddAbsolute(user.At, user.Key, $"'{user.Value}' is not allowed; CALC or USER is needed");
        bool limited = user?.Value.Equals("USER", StringComparison.OrdinalIgnoreCase) ?? false;
        return new ScaleSimMachine(
            WorkloadNames.Clean(name),
            (int)Number(file.Find(Architecture, "ArrayHeight"), "ArrayHeight", MostSide),
            (int)Number(file.Find(Architecture, "ArrayWidth"), "ArrayWidth", MostSide),
            Dataflow(file.Find(Architecture, "Dataflow")),
            Kilobytes("IfmapSramSz") + Kilobytes("FilterSramSz") + Kilobytes("OfmapSramSz"),
            limited ? Bandwidth(file.Find(Architecture, "Bandwidth")) : null);

        long Number(IniEntry? entry, string key, long most)
        {
            if (entry is null)
            {
                log.AddAbsolute(whole, key, $"is missing; [{Architecture}] needs a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}");
                return 1;
            }
            return Whole(entry, entry.Value, most);
        }

        long Whole(IniEntry entry, string text, long most)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= 1 && number <= most) return number;
            log.AddAbsolute(entry.At, entry.Key, string.Create(CultureInfo.InvariantCulture, $"'{text}' is not allowed; a whole number from 1 to {most} is needed"));
            return 1;
        }

        string Dataflow(IniEntry? entry)
        {
            if (entry?.Value is "os" or "ws" or "is") return entry.Value;
            if (entry is null) log.AddAbsolute(whole, "Dataflow", "is missing; one of os, ws, is is needed");
            else log.AddAbsolute(entry.At, entry.Key, $"'{entry.Value}' is not allowed; one of os, ws, is is needed");
            return "os";
        }

        // One number for all three memories, or one for each; the slowest is what an operand can count on.
        long Bandwidth(IniEntry? entry)
        {
            if (entry is not null) return entry.Value.Split(',').Min(part => Whole(entry, part.Trim(), MostWords));
            log.AddAbsolute(whole, "Bandwidth", "is missing; InterfaceBandwidth: USER needs the words per cycle");
            return 1;
        }
    }

    private static string Near(string key) =>
        Suggestion.For(key, Known) is { Length: > 0 } near ? near : $"; known are {string.Join(", ", Known)}";
}
