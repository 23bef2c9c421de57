using System.CommandLine;
using System.CommandLine.Parsing;
using AccelSim.Cli.Terminals;
using AccelSim.Cli.Verbs;
using AccelSim.Engine.Bounds;
using AccelSim.Explore.Results;
using AccelSim.Explore.Sweeps;
using AccelSim.Model.Pairs;

namespace AccelSim.Cli;

/// <summary>Parses the arguments, runs a verb and turns its end into an exit code.</summary>
public static class CommandLine
{
    public static int Run(string[] args, Terminal terminal)
    {
        RootCommand root = VerbCatalogue.Root(terminal, args);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors) terminal.Error.WriteLine($"accelsim: {error.Message}");
            terminal.Error.WriteLine($"accelsim: see '{Usage(parsed)} --help'");
            return ExitCode.BadInput;
        }
        try
        {
            int code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = terminal.Out, Error = terminal.Error });
            terminal.Out.Flush();
            return code;
        }
        catch (BadInputException error)
        {
            foreach (string problem in error.Problems) terminal.Error.WriteLine(problem);
            return ExitCode.BadInput;
        }
        catch (Exception error) when (error is InfeasibleException or ForeignJournalException or WriteFailedException)
        {
            terminal.Error.WriteLine($"accelsim: {error.Message}");
            return ExitCode.BadInput;
        }
        catch (BoundViolationException error)
        {
            terminal.Error.WriteLine($"accelsim: a result broke a bound, which is a defect of the simulator: {error.Message}");
            return ExitCode.CheckFailed;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("accelsim: interrupted; finished points are kept, run the same command again to go on");
            return ExitCode.Interrupted;
        }
    }

    private static string Usage(ParseResult parsed)
    {
        string verb = parsed.CommandResult.Command.Name;
        return parsed.CommandResult.Command is RootCommand ? "accelsim" : $"accelsim {verb}";
    }
}
