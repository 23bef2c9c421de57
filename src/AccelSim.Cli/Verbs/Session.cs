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

    /// <summary>Shipped files, and the formats that <c>configs/formats</c> declares.</summary>
    /// <exception cref="BadInputException">There is no installation, or a format file is wrong.</exception>
    public InputFiles Files => files ??= Find();

    public static string Version => typeof(Session).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static InputFiles Find()
    {
        InputFiles found = InputFiles.Find();
        if (!Directory.Exists(Path.Combine(found.Home, "configs", "dram")))
            throw new BadInputException($"accelsim: {found.Home} holds no configs/dram; set ACCELSIM_HOME to the directory that holds configs and workloads");
        return BadInputException.Unless(found.WithShippedFormats());
    }
}
