using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Terminals;

namespace AccelSim.Cli.Verbs;

/// <summary>All verbs; a new one is a file and a line here.</summary>
internal static class VerbCatalogue
{
    /// <summary>Names of the verbs in the order of the help, and what makes each.</summary>
    internal static readonly ImmutableArray<(string Name, Func<Session, Command> Build)> Verbs =
    [
        ("run", RunVerb.Build),
        ("gemm", GemmVerb.Build),
        ("attention", AttentionVerb.Build),
        ("sweep", SweepVerb.Build),
        ("merge", MergeVerb.Build),
        ("pareto", ParetoVerb.Build),
        ("compare", CompareVerb.Build),
        ("speculate", SpeculateVerb.Build),
        ("verify", VerifyVerb.Build),
        ("dram", DramVerb.Build),
        ("trace", TraceVerb.Build),
        ("status", StatusVerb.Build),
        ("list", ListVerb.Build),
        ("new", NewVerb.Build),
        ("schema", SchemaVerb.Build),
        ("completion", CompletionVerb.Build),
    ];

    /// <summary>
    /// The command that understands the arguments: with the verb that they name alone, since making all of them takes half of the
    /// start-up, else with all.
    /// </summary>
    public static RootCommand Root(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var session = new Session(terminal, arguments);
        RootCommand root = Empty();
        foreach ((string name, Func<Session, Command> build) in Verbs)
            if (arguments.Count > 0 && name == arguments[0]) root.Add(build(session));
        return root.Subcommands.Count > 0 ? root : All(session);
    }

    /// <summary>The command with all verbs.</summary>
    public static RootCommand All(Session session)
    {
        RootCommand root = Empty();
        foreach ((_, Func<Session, Command> build) in Verbs) root.Add(build(session));
        return root;
    }

    private static RootCommand Empty() => new(
        "AccelSim: cycle-level and bit-exact simulation of AI accelerators with SQ-format and speculative decoding. "
        + "(Not the GPU simulator Accel-Sim.) Start with: accelsim sweep quickstart --out out/quickstart");
}
