using AccelSim.Input;
using AccelSim.Input.Machines;
using AccelSim.Input.Sweeps;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli.Points;

/// <summary>The files that a machine, a workload or a sweep is made of: those that they name, and those that these name in turn.</summary>
internal static class InputPaths
{
    /// <summary>A machine file and its DRAM standard.</summary>
    public static IEnumerable<string> OfMachine(InputFiles files, string name)
    {
        if (files.Locate(MachineFile.Kind, name) is not { } path) yield break;
        yield return path;
        if (files.Open(MachineFile.Kind, name).Value is not { } document) yield break;
        if ((document.Root.Find("memory") as YamlMapping)?.Find("standard") is YamlScalar standard && files.Locate(DramFile.Kind, standard.Text, document.Directory) is { } dram)
            yield return dram;
    }

    /// <summary>A workload file with its model or list of GEMMs; or a model, or a list of GEMMs.</summary>
    public static IEnumerable<string> OfWorkload(InputFiles files, string name)
    {
        if (files.Locate(WorkloadFile.Kind, name) is not { } path) return OfModel(files, name, null);
        if (!path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)) return [path];
        if (YamlParser.Load(path).Value is not { } document) return [path];
        return
        [
            path, .. ((string[])["model", "gemms"]).Select(document.Root.Find).OfType<YamlScalar>().SelectMany(s => OfModel(files, s.Text, document.Directory)),
            .. document.Root.Find("numerics") is YamlMapping numerics
                ? ((string[])["model", "tokens"]).Select(numerics.Find).OfType<YamlScalar>().SelectMany(s => OfData(files, s.Text)) : [],
        ];
    }

    /// <summary>A sweep file and whatever its points name.</summary>
    public static IEnumerable<string> OfSweep(InputFiles files, string name, Sweep sweep)
    {
        if (files.Locate(SweepFile.Kind, name) is { } path) yield return path;
        IEnumerable<Override> values = sweep.Axes.SelectMany(a => a.Entries).SelectMany(e => e.Values).Concat(sweep.Fixed);
        foreach (Override value in values.Where(v => v.Value is YamlScalar).DistinctBy(v => (v.Key, AxisEntry.Text(v.Value))))
        {
            string text = AxisEntry.Text(value.Value);
            IEnumerable<string> paths = value.Key switch
            {
                "machine" => OfMachine(files, text),
                "workload" => OfWorkload(files, text),
                "workload.model" or "workload.gemms" => OfModel(files, text, null),
                "workload.numerics.model" or "workload.numerics.tokens" => OfData(files, text),
                "memory.standard" => files.Locate(DramFile.Kind, text) is { } dram ? [dram] : [],
                _ => [],
            };
            foreach (string found in paths) yield return found;
        }
    }

    /// <summary>Recorded data, where it is at hand.</summary>
    private static string[] OfData(InputFiles files, string path) => File.Exists(AccuracyMeter.Locate(files, path)) ? [AccuracyMeter.Locate(files, path)] : [];

    private static IEnumerable<string> OfModel(InputFiles files, string name, string? beside)
    {
        if (beside is not null && File.Exists(Path.Combine(beside, name))) return [Path.Combine(beside, name)];
        if (files.Locate(ModelFile.Kind, name, beside) is { } path) return [path];
        return File.Exists(name) ? [name] : [];
    }
}
