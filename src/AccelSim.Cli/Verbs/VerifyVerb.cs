using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Help;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim verify</c> and what stands under it.</summary>
internal static class VerifyVerb
{
    /// <summary>Every verification that needs no GPU, in the order in which <c>verify all</c> runs them; a new one is a file and a line here.</summary>
    internal static readonly ImmutableArray<(string Name, Func<Session, Command> Build)> Verifications =
    [
        ("identities", VerifyIdentities.Build),
        ("numerics", VerifyNumerics.Build),
        ("silicon", VerifySilicon.Build),
        ("speculation", VerifySpeculation.Build),
    ];

    public static Command Build(Session session)
    {
        var verb = new Verb("verify", "Hold the simulator to what is known.", "accelsim verify identities --cases 20");
        foreach ((_, Func<Session, Command> build) in Verifications) verb.Add(build(session));
        verb.Add(VerifyAll.Build(session));
        return verb;
    }
}
