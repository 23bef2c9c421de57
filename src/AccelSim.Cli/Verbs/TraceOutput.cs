using System.CommandLine;
using System.Globalization;
using System.Text;
using AccelSim.Explore.Results;
using AccelSim.Input.Speculation;
using AccelSim.Model.Speculation;

namespace AccelSim.Cli.Verbs;

/// <summary>Writes traces to a file or to standard output.</summary>
internal static class TraceOutput
{
    public static Option<string?> Option() => new("--out") { HelpName = "FILE.csv", Description = "File to write; standard output unless given." };

    public static string Text(IEnumerable<AcceptanceStep> rows)
    {
        var text = new StringBuilder(string.Join(',', AcceptanceCsv.Columns)).Append('\n');
        foreach (AcceptanceStep r in rows) text.Append(CultureInfo.InvariantCulture, $"{r.Step},{r.Sequence},{r.Drafted},{r.Accepted},{r.Context}\n");
        return text.ToString();
    }

    public static string Text(IEnumerable<ServedRequest> rows)
    {
        var text = new StringBuilder(string.Join(',', RequestCsv.Columns)).Append('\n');
        foreach (ServedRequest r in rows) text.Append(CultureInfo.InvariantCulture, $"{r.ArrivalMs:0.###},{r.Prompt},{r.Output},{r.Prefix},{r.Group}\n");
        return text.ToString();
    }

    public static void Write(Session session, string? path, string text)
    {
        if (path is null) session.Terminal.Out.Write(text);
        else AtomicFile.Write(path, text);
    }
}
