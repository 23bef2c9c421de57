using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Cli.Points;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim merge DIR... --out DIR</c>.</summary>
internal static class MergeVerb
{
    public static Command Build(Session session)
    {
        var directories = new Argument<string[]>("DIR") { Description = "Directories of the shards of one sweep, in any order.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Directory for the merged sweep.", HelpName = "DIR", Required = true };
        var command = new Verb("merge", "Put the shards of a sweep together; the result is that of one process that did it all.",
            "accelsim sweep gemm-roofline --shard 0/2 --out out/part-0",
            "accelsim sweep gemm-roofline --shard 1/2 --out out/part-1",
            "accelsim merge out/part-0 out/part-1 --out out/merged")
        {
            directories, output,
        };
        command.SetAction(parsed =>
        {
            var problems = new List<string>();
            ShardTable?[] shards = [.. parsed.GetValue(directories)!.Select(d => ResultMerge.ReadDirectory(d, problems))];
            if (problems.Count > 0) throw new BadInputException([.. problems]);
            MergeResult merged = ResultMerge.Combine([.. shards.Select(s => s!)]);
            if (merged.Sheet is null) throw new BadInputException(merged.Problems);
            string path = parsed.GetValue(output)!;
            SweepDirectory.RefuseSweep(path);
            using var directory = new OutputDirectory(path);
            string note = "";
            if (merged.Provenance is { } provenance) note = SweepReport.Write(path, merged.Sheet, provenance);
            else ResultCsv.WriteFile(directory.PathOf(SweepDirectory.Results), merged.Sheet);
            if (note.Length > 0) session.Terminal.Error.WriteLine(note);
            session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{merged.Sheet.Rows.Length} rows in {directory.PathOf(SweepDirectory.Results)}"));
            return ExitCode.Done;
        });
        return command;
    }
}
