using System.CommandLine;
using AccelSim.Cli.Points;
using AccelSim.Explore.Results;
using AccelSim.Input;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim schema --out DIR</c>.</summary>
internal static class SchemaVerb
{
    public static Command Build(Session session)
    {
        var output = new Option<string>("--out") { Description = "Directory for the schemas.", HelpName = "DIR", Required = true };
        var command = new Command("schema", Example.Of("Write a JSON Schema for every kind of YAML file, for editors.", "accelsim schema --out configs/schema")) { output };
        command.SetAction(parsed =>
        {
            string directory = parsed.GetValue(output)!;
            SweepDirectory.Create(directory);
            foreach ((string name, string text) in Schemas.All) AtomicFile.Write(Path.Combine(directory, name), text);
            session.Terminal.Error.WriteLine($"{Schemas.All.Count()} schemas in {directory}");
            return ExitCode.Done;
        });
        return command;
    }
}
