using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Help;
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
        var command = new Verb("schema", "Write a JSON Schema for every kind of YAML file, by which editors complete and check them.", "accelsim schema --out schemas") { output };
        command.SetAction(parsed =>
        {
            using var directory = new OutputDirectory(parsed.GetValue(output)!);
            foreach ((string name, string text) in Schemas.All) AtomicFile.Write(directory.PathOf(name), text);
            session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Schemas.All.Count()} schemas in {directory.Path}"));
            return ExitCode.Done;
        });
        return command;
    }
}
