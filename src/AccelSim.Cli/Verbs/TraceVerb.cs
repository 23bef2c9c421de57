using System.CommandLine;
using AccelSim.Cli.Help;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim trace record|generate|inspect</c>.</summary>
internal static class TraceVerb
{
    public static Command Build(Session session) => new Verb("trace", "Record, generate and inspect traces of accepted draft tokens and of requests.", "accelsim trace generate --alpha 0.8 --gamma 4 --out acceptance.csv", "accelsim trace inspect acceptance.csv")
    {
        TraceRecord.Build(session), TraceGenerate.Build(session), TraceInspect.Build(session),
    };
}
