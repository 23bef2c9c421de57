using System.Runtime.InteropServices;
using System.Text;

namespace AccelSim.Cli.Terminals;

/// <summary>Where a run talks to: data on standard output, everything else on standard error, and the wish to stop.</summary>
public sealed class Terminal : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> signals = [];

    private Terminal(TextWriter output, TextWriter error, bool errorIsTerminal, int width)
    {
        (Out, Error, ErrorIsTerminal, Width) = (output, error, errorIsTerminal, width);
    }

    /// <summary>Data only.</summary>
    public TextWriter Out { get; }

    /// <summary>Messages and progress.</summary>
    public TextWriter Error { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>Columns of the terminal, 0 where the output is a file or a pipe.</summary>
    public int Width { get; }

    /// <summary>Set by Ctrl-C and SIGTERM.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>The console of this process.</summary>
    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = false, NewLine = "\n" };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        int width = Console.IsOutputRedirected ? 0 : Console.WindowWidth;
        var terminal = new Terminal(output, error, !Console.IsErrorRedirected, width);
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            terminal.signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                // A second signal finds the token set and is left to the system, which ends the process.
                context.Cancel = !terminal.stop.IsCancellationRequested;
                terminal.stop.Cancel();
            }));
        }
        return terminal;
    }

    /// <summary>A terminal for tests.</summary>
    public static Terminal To(TextWriter output, TextWriter error) => new(output, error, false, 0);

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in signals) signal.Dispose();
        Out.Flush();
        stop.Dispose();
    }
}
