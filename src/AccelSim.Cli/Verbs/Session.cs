using AccelSim.Cli.Terminals;
using AccelSim.Input;

namespace AccelSim.Cli.Verbs;

/// <summary>What every verb has at hand; the installation is looked for when first needed.</summary>
internal sealed class Session(Terminal terminal, IReadOnlyList<string> arguments)
{
    private InputFiles? files;

    public Terminal Terminal => terminal;

    /// <summary>The arguments as given, for the provenance.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    public InputFiles Files => files ??= InputFiles.Find();

    public static string Version => typeof(Session).Assembly.GetName().Version?.ToString(3) ?? "0";
}
