using System.Diagnostics;
using System.Globalization;

namespace AccelSim.Cli.Terminals;

/// <summary>Progress on standard error: a bar that redraws on a terminal, a plain line now and then elsewhere.</summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="total">Things to finish.</param>
/// <param name="things">What they are called.</param>
public sealed class ProgressBar(Terminal terminal, long total, string things = "points")
{
    private const int Cells = 30;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100), PlainLine = TimeSpan.FromSeconds(10);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private TimeSpan next;
    private long first = -1, latest;

    /// <summary>Tells how many points are finished; from any thread, in any order.</summary>
    public void Report(long done)
    {
        lock (gate)
        {
            if (first < 0) first = done;
            latest = Math.Max(latest, done);
            if (clock.Elapsed < next) return;
            next = clock.Elapsed + (terminal.ErrorIsTerminal ? Redraw : PlainLine);
            if (terminal.ErrorIsTerminal) terminal.Error.Write("\r" + Line() + "\u001b[K");
            else if (latest > first) terminal.Error.WriteLine(Line());
        }
    }

    /// <summary>Leaves the last state standing.</summary>
    public void Finish()
    {
        lock (gate)
        {
            terminal.Error.WriteLine((terminal.ErrorIsTerminal ? "\r" : "") + Line() + (terminal.ErrorIsTerminal ? "\u001b[K" : ""));
        }
    }

    private string Line()
    {
        double seconds = clock.Elapsed.TotalSeconds, rate = seconds > 0 ? (latest - Math.Max(0, first)) / seconds : 0;
        string left = latest >= total ? "done" : rate > 0 ? $"{Time((total - latest) / rate)} left" : "";
        int filled = total == 0 ? Cells : (int)(latest * Cells / total);
        string bar = terminal.ErrorIsTerminal ? $"[{new string('#', filled)}{new string('.', Cells - filled)}] " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{bar}{latest}/{total} {things}, {rate:F1} {things}/s, {Time(seconds)}, {left}");
    }

    private static string Time(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F1} min");
}
