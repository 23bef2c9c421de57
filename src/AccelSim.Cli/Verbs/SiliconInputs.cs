using System.Collections.Immutable;
using AccelSim.Cli.Terminals;
using AccelSim.Engine.Kernels;
using AccelSim.Input;
using AccelSim.Input.Machines;
using AccelSim.Input.Measured;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using AccelSim.Model.Measured;

namespace AccelSim.Cli.Verbs;

/// <summary>Machines, calibration and measured rows that <c>verify silicon</c> works on.</summary>
internal sealed class SiliconInputs
{
    /// <summary>Files that are looked for when none is named.</summary>
    private static readonly string[] Usual = ["gemm.csv", "attention.csv", "collectives.csv", "vector_ops.csv"];

    private readonly Session session;
    private readonly Dictionary<string, Machine> machines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> shipped;

    public SiliconInputs(Session session, string[] machineFiles)
    {
        this.session = session;
        shipped = session.Files.Names(MachineFile.Kind).ToDictionary(InputFiles.Canonical, n => n, StringComparer.Ordinal);
        foreach (string file in machineFiles)
        {
            Machine machine = BadInputException.Unless(MachineFile.Kind.Load(file, [], session.Files));
            machines[InputFiles.Canonical(machine.Name)] = machine;
        }
    }

    /// <summary>The calibrated constants that are shipped, or those of another file.</summary>
    public KernelLibrary Library(string? path)
    {
        SiliconCalibration calibration = BadInputException.Unless(CalibrationFile.Kind.Load(path ?? "calibration", [], session.Files));
        List<string> problems = [];
        return KernelLibrary.Of(calibration, problems) ?? throw new BadInputException([.. problems.Select(p => $"{path ?? "configs/silicon/calibration.yaml"}: {p}")]);
    }

    /// <summary>The machine of a data file's name; <c>_</c> and <c>-</c> mean the same.</summary>
    public Machine Machine(string name)
    {
        string key = Known(name) ?? name;
        if (machines.TryGetValue(key, out Machine? known)) return known;
        return machines[key] = BadInputException.Unless(MachineFile.Kind.Load(shipped[key], [], session.Files));
    }

    /// <summary>Data files also write <c>a100</c> for the only machine whose name begins so.</summary>
    private string? Known(string name)
    {
        string key = InputFiles.Canonical(name);
        if (machines.ContainsKey(key) || shipped.ContainsKey(key)) return key;
        string[] longer = [.. shipped.Keys.Where(k => k.StartsWith(key + '-', StringComparison.Ordinal))];
        return longer.Length == 1 ? longer[0] : null;
    }

    /// <summary>The rows of all files; bad ones end the run unless they are to be skipped.</summary>
    public ImmutableArray<MeasuredKernel> Rows(string[] files, bool skipBad)
    {
        var rows = ImmutableArray.CreateBuilder<MeasuredKernel>();
        List<Problem> problems = [];
        bool unusable = false;
        foreach (string file in files)
        {
            MeasuredFile read = MeasuredCsv.Read(file, name => Known(name) is not null);
            rows.AddRange(read.Rows);
            problems.AddRange(read.Problems);
            unusable |= read.Unusable;
            if (skipBad && read.BadRows > 0) session.Terminal.Error.WriteLine($"{file}: {read.BadRows} bad row{(read.BadRows == 1 ? "" : "s")} skipped");
        }
        if (problems.Count > 0 && (!skipBad || unusable || rows.Count == 0)) throw new BadInputException([.. problems.Select(p => p.ToString())]);
        return rows.ToImmutable();
    }

    /// <summary>The usual files under ACCELSIM_DATA that are there, and the names of those that are not.</summary>
    public static (string[] Files, ImmutableArray<string> Absent) UsualFiles(Session session)
    {
        string? set = Environment.GetEnvironmentVariable("ACCELSIM_DATA");
        string folder = Path.Combine(string.IsNullOrEmpty(set) ? Path.Combine(session.Files.Home, "..", "shared", "data") : set, "measured");
        string[] paths = [.. Usual.Select(name => Path.Combine(folder, name))];
        return ([.. paths.Where(File.Exists)], [.. Usual.Where((_, i) => !File.Exists(paths[i])).Select(name => $"measured/{name}")]);
    }
}
