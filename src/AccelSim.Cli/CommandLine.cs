using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Help;
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
    // Words that begin with @ are words, and -abc is no bundle of options.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Runs one command line; never throws.</summary>
    public static int Run(string[] args, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(terminal);
        try
        {
            int code = Start(args, terminal);
            terminal.Out.Flush();
            return code;
        }
        catch (BadInputException error)
        {
            foreach (string problem in error.Problems) terminal.Error.WriteLine(problem);
            return ExitCode.BadInput;
        }
        catch (Exception error) when (error is InfeasibleException or ForeignJournalException or JournalInUseException or WriteFailedException)
        {
            terminal.Error.WriteLine($"accelsim: {error.Message}");
            return ExitCode.BadInput;
        }
        catch (OverflowException)
        {
            terminal.Error.WriteLine("accelsim: the work is too large: one of its counts does not fit into 64 bits; choose smaller sizes");
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("accelsim: interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            terminal.Error.WriteLine($"accelsim: standard output cannot be written, or a file cannot be read: {error.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception error)
        {
            string kind = error is BoundViolationException ? "a result broke a bound" : error.GetType().Name;
            terminal.Error.WriteLine($"accelsim: a defect of the simulator, not of your input: {kind}: {error.Message.ReplaceLineEndings(" ")}");
            if (Environment.GetEnvironmentVariable("ACCELSIM_TRACE") == "1") terminal.Error.WriteLine(error.StackTrace);
            else terminal.Error.WriteLine("accelsim: ACCELSIM_TRACE=1 shows where; please report it with the command line");
            return ExitCode.CheckFailed;
        }
    }

    private static int Start(string[] args, Terminal terminal)
    {
        RootCommand root = VerbCatalogue.Root(terminal, args);
        var help = new HelpPrinter(terminal);
        help.AddTo(root);
        ParseResult parsed = root.Parse(args, Parsing);
        if (args.Length == 0)
        {
            terminal.Error.Write(help.Page(parsed.CommandResult));
            return ExitCode.BadInput;
        }
        // Help asked for is help given, whatever else is wrong, unless there is nothing of that name.
        bool asked = parsed.Action is HelpPrinter;
        ImmutableArray<string> problems = asked ? ParseProblems.NoVerb(parsed) : parsed.Errors.Count > 0 ? ParseProblems.Of(parsed) : ParseProblems.Empty(parsed);
        if (problems.IsEmpty)
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = terminal.Out, Error = terminal.Error });
        foreach (string problem in problems) terminal.Error.WriteLine(problem);
        terminal.Error.WriteLine($"{HelpPage.Program}: see '{HelpPrinter.PathOf(parsed.CommandResult)} --help'");
        return ExitCode.BadInput;
    }
}
