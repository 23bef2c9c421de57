using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using AccelSim.Cli.Terminals;

namespace AccelSim.Cli.Help;

/// <summary>What <c>--help</c> does.</summary>
internal sealed class HelpPrinter(Terminal terminal) : SynchronousCommandLineAction
{
    private const int UsualWidth = 100;

    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        terminal.Out.Write(Page(parseResult.CommandResult));
        return ExitCode.Done;
    }

    /// <summary>The page of what was typed.</summary>
    public string Page(CommandResult typed) => HelpPage.Of(typed.Command, PathOf(typed), terminal.Width > 0 ? Math.Clamp(terminal.Width, 60, 120) : UsualWidth);

    /// <summary>Lets the help option of a command tree print these pages.</summary>
    public void AddTo(RootCommand root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>().ToArray()) root.Options.Remove(option);
        root.Add(new HelpOption("--help", "-h") { Action = this, Description = "Show this page." });
    }

    /// <summary>Names from the program to a command.</summary>
    public static string PathOf(CommandResult typed)
    {
        string names = "";
        for (SymbolResult? at = typed; at is CommandResult command; at = at.Parent)
        {
            if (command.Command is not RootCommand) names = $" {command.Command.Name}{names}";
        }
        return HelpPage.Program + names;
    }
}
