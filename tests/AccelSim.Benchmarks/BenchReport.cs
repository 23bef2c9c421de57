using System.Globalization;
using System.Text;

namespace AccelSim.Benchmarks;

/// <summary>Figures beside their targets, as a page and as a table.</summary>
internal static class BenchReport
{
    /// <summary>One figure in one line of text.</summary>
    public static string Line(Measurement m) =>
        $"{m.Name}: {Number(m.Value)} {m.Unit}{(m.Processor is { } own ? $" ({Number(own)} processor time)" : "")}{(m.Target is not null ? $"; target {Target(m)}: {Verdict(m)}" : "")}";

    /// <summary>Writes NAME.md and NAME.csv.</summary>
    /// <param name="directory">Where to.</param>
    /// <param name="name">Of both files.</param>
    /// <param name="title">Of the page.</param>
    /// <param name="measurements">The figures.</param>
    /// <param name="note">A remark on the conditions; empty for none.</param>
    public static void Write(string directory, string name, string title, IReadOnlyList<Measurement> measurements, string note)
    {
        Directory.CreateDirectory(directory);
        var csv = new StringBuilder("measurement,value,processor_time,unit,target,met,how\n");
        foreach (Measurement m in measurements)
            csv.Append($"\"{m.Name}\",{Number(m.Value)},{(m.Processor is { } own ? Number(own) : "")},{m.Unit},{(m.Target is null ? "" : Target(m))},{(m.Target is null ? "" : Verdict(m))},\"{m.How}\"\n");
        File.WriteAllText(Path.Combine(directory, name + ".csv"), csv.ToString());
        File.WriteAllText(Path.Combine(directory, name + ".md"), Page(title, measurements, note));
    }

    private static string Page(string title, IReadOnlyList<Measurement> measurements, string note)
    {
        var page = new StringBuilder($"# {title}\n\n");
        page.Append("Made by `scripts/bench.sh`. Figures depend on the machine and its load; results of simulations do not.\n\n")
            .Append(CultureInfo.InvariantCulture, $"Processor: {Processor()}, {Environment.ProcessorCount} logical cores; {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}.\n");
        if (note.Length > 0) page.Append(CultureInfo.InvariantCulture, $"{note}\n");
        page.Append("\n| what | measured | processor time | target | met |\n|---|--:|--:|--:|---|\n");
        foreach (Measurement m in measurements)
            page.Append($"| {m.Name} | {Number(m.Value)} {m.Unit} | {(m.Processor is { } own ? $"{Number(own)} {m.Unit}" : "")} | {(m.Target is null ? "" : $"{Target(m)} {m.Unit}")} | {(m.Target is null ? "" : Verdict(m))} |\n");
        page.Append("\n\"Measured\" is wall time. Processor time is what the program itself used; on a machine shared with other programs it is the better guide to an idle one.\n\n");
        foreach (Measurement m in measurements) page.Append(CultureInfo.InvariantCulture, $"- {m.Name}: {m.How}.{(m.MeetsAlone || m.Remark.Length == 0 ? "" : $" Falls short: {m.Remark}.")}\n");
        return page.ToString();
    }

    public static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        string? line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string Verdict(Measurement m) => m.Meets ? "yes" : m.MeetsAlone ? "by processor time only" : "no";

    private static string Target(Measurement m) => (m.AtLeast ? ">= " : "<= ") + Number(m.Target!.Value);

    private static string Number(double value) => value.ToString(value >= 1000 ? "F0" : "G3", CultureInfo.InvariantCulture);
}
