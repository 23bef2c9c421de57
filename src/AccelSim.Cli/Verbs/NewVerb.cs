using System.CommandLine;
using AccelSim.Explore.Results;
using AccelSim.Input;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim new machine|sweep FILE</c>.</summary>
internal static class NewVerb
{
    public static Command Build(Session session)
    {
        var command = new Command("new", Example.Of("Write a commented file to start from.", "accelsim new machine my-machine.yaml", "accelsim new sweep my-sweep.yaml"));
        foreach (FileKind kind in FileKinds.All.Where(k => k.Kind is "machine" or "sweep" or "workload" or "mapping"))
        {
            var file = new Argument<string>("FILE") { Description = "File to write; must not exist." };
            var verb = new Command(kind.Kind, kind.Description) { file };
            verb.SetAction(parsed =>
            {
                string path = parsed.GetValue(file)!;
                if (Path.Exists(path)) throw new BadInputException($"{path}: exists already; choose another name");
                string schema = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.Combine(session.Files.Home, "configs", "schema", Schemas.FileName(kind)));
                AtomicFile.Write(path, Template.Of(kind, schema));
                session.Terminal.Error.WriteLine($"{path}: written; edit it and run it");
                return ExitCode.Done;
            });
            command.Add(verb);
        }
        return command;
    }
}
