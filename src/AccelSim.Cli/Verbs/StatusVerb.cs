using System.CommandLine;
using AccelSim.Cli.Points;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim status DIR</c>.</summary>
internal static class StatusVerb
{
    public static Command Build(Session session)
    {
        var directory = new Argument<string>("DIR") { Description = "A sweep directory." };
        var command = new Command("status", Example.Of("Say how far a sweep directory is.", "accelsim status out/quickstart")) { directory };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(directory)!;
            if (!Directory.Exists(path)) throw new BadInputException($"{path}: there is no such directory");
            string results = Path.Combine(path, SweepDirectory.Results), journal = Path.Combine(path, SweepDirectory.Journal);
            if (File.Exists(results))
            {
                PointCounts counts = PointCounts.Of(Sheets.Read(results).Rows);
                session.Terminal.Out.WriteLine($"{path}: finished, {counts.All} points: {counts.Ok} ok, {counts.Infeasible} infeasible, {counts.Failed} failed");
                return ExitCode.Done;
            }
            if (!File.Exists(journal)) throw new BadInputException($"{path}: is not a sweep directory; it has neither {SweepDirectory.Results} nor {SweepDirectory.Journal}");
            long records = File.ReadLines(journal).LongCount(line => line.StartsWith('#'));
            session.Terminal.Out.WriteLine($"{path}: interrupted after {records} points; give the same sweep command again to go on");
            return ExitCode.Done;
        });
        return command;
    }
}
