using System.Runtime.InteropServices;
using System.Text;

namespace AccelSim.Cli.Terminals;

/// <summary>Where a run talks to: data on standard output, everything else on standard error, and the wish to stop.</summary>
public sealed class Terminal : IDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly List<PosixSignalRegistration> signals = [];
    private bool isWatched;
    private int heard;

    private Terminal(TextWriter output, TextWriter error, bool errorIsTerminal, int width, CancellationToken stop)
    {
        (Out, Error, ErrorIsTerminal, Width) = (output, error, errorIsTerminal, width);
        this.stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>Data only.</summary>
    public TextWriter Out { get; }

    /// <summary>Messages and progress.</summary>
    public TextWriter Error { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>Columns of the terminal, 0 where the output is a file or a pipe.</summary>
    public int Width { get; }

    /// <summary>Set by Ctrl-C and SIGTERM. Who asks for it promises to stop soon; without that, a signal ends the process at once.</summary>
    public CancellationToken Stop
    {
        get
        {
            isWatched = true;
            return stop.Token;
        }
    }

    /// <summary>The console of this process.</summary>
    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true, NewLine = "\n" };
        // Progress, messages and signals come from different threads.
        TextWriter error = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" });
        int width = Console.IsOutputRedirected ? 0 : Console.WindowWidth;
        var terminal = new Terminal(output, error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb", width, default);
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            terminal.signals.Add(PosixSignalRegistration.Create(signal, terminal.OnSignal));
        return terminal;
    }

    /// <summary>A terminal for tests.</summary>
    public static Terminal To(TextWriter output, TextWriter error, CancellationToken stop = default) => new(output, error, false, 0, stop);

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in signals) signal.Dispose();
        try
        {
            Out.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // A full disk or a closed pipe has been reported already, or nobody is left to hear it.
        }
        stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        // Signals come on threads of their own: of two close together one is the first.
        if (isWatched && Interlocked.Exchange(ref heard, 1) == 0)
        {
            Error.WriteLine((ErrorIsTerminal ? "\n" : "") + "accelsim: stopping after what is in progress; a second Ctrl-C ends at once");
            stop.Cancel();
            return;
        }
        // Nobody watches, or this is the second time: whatever is on the disk is whole or resumable.
        Error.WriteLine((ErrorIsTerminal ? "\n" : "") + "accelsim: interrupted");
        Environment.Exit(ExitCode.Interrupted);
    }
}
