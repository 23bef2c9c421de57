using System.CommandLine;
using AccelSim.Cli.Points;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim merge DIR... --out DIR</c>.</summary>
internal static class MergeVerb
{
    public static Command Build(Session session)
    {
        var directories = new Argument<string[]>("DIR") { Description = "Directories of the shards of one sweep.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Directory for the merged sweep.", HelpName = "DIR", Required = true };
        var command = new Command("merge", Example.Of("Put the shards of a sweep together; the result is that of one process that did it all.",
            "accelsim merge out/shard-0 out/shard-1 --out out/merged")) { directories, output };
        command.SetAction(parsed =>
        {
            var problems = new List<string>();
            ShardTable?[] shards = [.. parsed.GetValue(directories)!.Select(d => ResultMerge.ReadDirectory(d, problems))];
            if (problems.Count > 0) throw new BadInputException([.. problems]);
            MergeResult merged = ResultMerge.Combine([.. shards.Select(s => s!)]);
            if (merged.Sheet is null) throw new BadInputException(merged.Problems);
            string directory = parsed.GetValue(output)!;
            SweepDirectory.Create(directory);
            ResultCsv.WriteFile(Path.Combine(directory, "results.csv"), merged.Sheet);
            if (merged.Provenance is { } provenance) ProvenanceJson.WriteFile(Path.Combine(directory, Provenance.FileName), provenance);
            session.Terminal.Error.WriteLine($"{merged.Sheet.Rows.Length} rows in {Path.Combine(directory, "results.csv")}");
            return ExitCode.Done;
        });
        return command;
    }
}
