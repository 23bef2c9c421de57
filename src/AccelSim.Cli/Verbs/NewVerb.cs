using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Explore.Results;
using AccelSim.Input;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim new machine|sweep|workload|mapping FILE</c>.</summary>
internal static class NewVerb
{
    public static Command Build(Session session)
    {
        var command = new Verb("new", "Write a commented file to start from.",
            "accelsim new machine my-machine.yaml", "accelsim run my-machine.yaml llama-3.1-8b", "accelsim new sweep my-sweep.yaml", "accelsim sweep my-sweep.yaml");
        foreach (FileKind kind in FileKinds.All.Where(k => k.Kind is "machine" or "sweep" or "workload" or "mapping"))
        {
            var file = new Argument<string>("FILE") { Description = "File to write, which must not exist yet; .yaml is the usual ending." };
            var verb = new Verb(kind.Kind, kind.Description, $"accelsim new {kind.Kind} my-{kind.Kind}.yaml") { file };
            verb.SetAction(parsed =>
            {
                string path = parsed.GetValue(file)!;
                if (Path.Exists(path)) throw new BadInputException($"{path}: exists already; choose another name");
                string schema = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.Combine(session.Files.Home, "configs", "schema", Schemas.FileName(kind)));
                AtomicFile.Write(path, Template.Of(kind, schema));
                session.Terminal.Error.WriteLine($"{path}: written; edit it, then: {Use(kind.Kind, path)}");
                return ExitCode.Done;
            });
            command.Add(verb);
        }
        return command;
    }

    private static string Use(string kind, string path) => kind switch
    {
        "machine" => $"accelsim run {path} llama-3.1-8b",
        "workload" => $"accelsim run sq-next {path}",
        "mapping" => $"accelsim run sq-next llama-3.1-8b --mapping {path}",
        _ => $"accelsim sweep {path}",
    };
}
