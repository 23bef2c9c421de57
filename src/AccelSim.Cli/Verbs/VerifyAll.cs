using System.CommandLine;
using AccelSim.Cli.Help;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim verify all</c>: every verification with its defaults, one after the other.</summary>
internal static class VerifyAll
{
    public static Command Build(Session session)
    {
        var command = new Verb("all", "Run every verification that needs no GPU, each with its defaults; data that is not there is skipped by name.", "accelsim verify all");
        command.SetAction(_ =>
        {
            int worst = ExitCode.Done;
            foreach ((string name, Func<Session, Command> build) in VerifyVerb.Verifications)
            {
                session.Terminal.Stop.ThrowIfCancellationRequested();
                session.Terminal.Out.Write($"{(name == VerifyVerb.Verifications[0].Name ? "" : "\n")}verify {name}\n\n");
                int code = build(session).Parse([]).Invoke(
                    new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = session.Terminal.Out, Error = session.Terminal.Error });
                session.Terminal.Out.Flush();
                worst = Math.Max(worst, code);
            }
            return worst;
        });
        return command;
    }
}
