using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Cli.Points;
using AccelSim.Explore.Results;
using AccelSim.Explore.Sweeps;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim status DIR</c>.</summary>
internal static class StatusVerb
{
    public static Command Build(Session session)
    {
        var directory = new Argument<string>("DIR") { Description = "A sweep directory." };
        var command = new Verb("status", "Say how far a sweep directory is.", "accelsim sweep gemm-roofline --out out/roofline", "accelsim status out/roofline") { directory };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(directory)!;
            if (File.Exists(path)) throw new BadInputException($"{path}: is a file; a sweep directory is needed");
            if (!Directory.Exists(path)) throw new BadInputException($"{path}: there is no such directory");
            session.Terminal.Out.WriteLine(Sentence(path));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Sentence(string path)
    {
        string results = Path.Combine(path, SweepDirectory.Results), journal = Path.Combine(path, SweepDirectory.Journal);
        if (File.Exists(results))
        {
            PointCounts counts = PointCounts.Of(Sheets.Read(results).Rows);
            return string.Create(CultureInfo.InvariantCulture, $"{path}: finished, {counts.All} points: {counts.Ok} ok, {counts.Infeasible} infeasible, {counts.Failed} failed");
        }
        if (!File.Exists(journal)) throw new BadInputException($"{path}: is no sweep directory; it has neither {SweepDirectory.Results} nor {SweepDirectory.Journal}");
        JournalState state = SweepJournal.Inspect(journal) ?? throw new BadInputException($"{journal}: is no journal of a sweep");
        return string.Create(CultureInfo.InvariantCulture, $"{path}: {(state.IsRunning ? "running" : "interrupted")}, {state.Finished} of {state.Points} points finished")
            + (state.IsRunning ? "" : "; give the same sweep command again to go on");
    }
}
