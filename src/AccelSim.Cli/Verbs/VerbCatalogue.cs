using System.CommandLine;
using AccelSim.Cli.Terminals;

namespace AccelSim.Cli.Verbs;

/// <summary>All verbs; a new one is a file and a line here.</summary>
internal static class VerbCatalogue
{
    public static RootCommand Root(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var session = new Session(terminal, arguments);
        var root = new RootCommand(
            "AccelSim: cycle-level and bit-exact simulation of AI accelerators with SQ-format and speculative decoding. "
            + "(Not the GPU simulator Accel-Sim.) Start with: accelsim sweep quickstart --out out/quickstart");
        Command[] verbs =
        [
            RunVerb.Build(session),
            GemmVerb.Build(session),
            AttentionVerb.Build(session),
            SweepVerb.Build(session),
            MergeVerb.Build(session),
            ParetoVerb.Build(session),
            CompareVerb.Build(session),
            VerifyVerb.Build(session),
            StatusVerb.Build(session),
            ListVerb.Build(session),
            NewVerb.Build(session),
            SchemaVerb.Build(session),
            CompletionVerb.Build(session, root),
        ];
        foreach (Command verb in verbs) root.Add(verb);
        return root;
    }
}
