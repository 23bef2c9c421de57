using System.Diagnostics;
using System.Globalization;

namespace AccelSim.Cli.Terminals;

/// <summary>
/// Progress on standard error: a bar that redraws on a terminal, a plain line now and then elsewhere. It speaks also while a single thing takes long.
/// </summary>
public sealed class ProgressBar : IDisposable
{
    private const int Cells = 30;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100), Beat = TimeSpan.FromSeconds(1), PlainLine = TimeSpan.FromSeconds(10);
    private readonly Terminal terminal;
    private readonly long total;
    private readonly string things;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private readonly Timer idle;
    private readonly TimeSpan between;
    private TimeSpan next;
    private long first = -1, latest;
    private readonly bool isPassing;
    private bool isFinished, isShown;

    /// <param name="terminal">Where it is shown.</param>
    /// <param name="total">Things to finish.</param>
    /// <param name="things">What they are called.</param>
    /// <param name="plainLine">Time between lines where there is no terminal; ten seconds unless given.</param>
    /// <param name="passing">For what usually takes no time: not shown before a second has passed, and gone at the end.</param>
    public ProgressBar(Terminal terminal, long total, string things = "points", TimeSpan? plainLine = null, bool passing = false)
    {
        isPassing = passing;
        (this.terminal, this.total, this.things) = (terminal, total, things);
        between = terminal.ErrorIsTerminal ? Redraw : plainLine ?? PlainLine;
        TimeSpan wait = terminal.ErrorIsTerminal ? Beat : between;
        if (!terminal.ErrorIsTerminal || passing) next = wait;
        idle = new Timer(_ => ShowAgain(wait), null, wait, wait);
    }

    /// <summary>Tells how many points are finished; from any thread, in any order.</summary>
    public void Report(long done)
    {
        lock (gate)
        {
            if (first < 0) first = done;
            latest = Math.Max(latest, done);
            if (clock.Elapsed >= next) Show();
        }
    }

    /// <summary>Shows the state where nothing else has lately.</summary>
    private void ShowAgain(TimeSpan wait)
    {
        lock (gate)
        {
            if (clock.Elapsed >= next - wait / 2) Show();
        }
    }

    private void Show()
    {
        lock (gate)
        {
            if (isFinished) return;
            isShown = true;
            next = clock.Elapsed + between;
            if (terminal.ErrorIsTerminal) terminal.Error.Write("\r" + Line() + "\u001b[K");
            else terminal.Error.WriteLine(Line());
        }
    }

    /// <summary>Leaves the last state standing.</summary>
    public void Finish()
    {
        lock (gate)
        {
            isFinished = true;
            terminal.Error.WriteLine((terminal.ErrorIsTerminal ? "\r" : "") + Line() + (terminal.ErrorIsTerminal ? "\u001b[K" : ""));
        }
    }

    /// <summary>Ends it; a bar that was not finished is left where it is, a passing one is wiped away.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (!isFinished && isShown && terminal.ErrorIsTerminal) terminal.Error.Write(isPassing ? "\r\u001b[K" : "\n");
            isFinished = true;
        }
        idle.Dispose();
    }

    private string Line()
    {
        double seconds = clock.Elapsed.TotalSeconds, rate = seconds > 0 ? (latest - Math.Max(0, first)) / seconds : 0;
        string left = latest >= total ? "done" : rate > 0 ? $"{Time((total - latest) / rate)} left" : "time left not known yet";
        int filled = total == 0 ? Cells : (int)(latest * Cells / total);
        string bar = terminal.ErrorIsTerminal ? $"[{new string('#', filled)}{new string('.', Cells - filled)}] " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{bar}{latest}/{total} {things}, {rate:F1} {things}/s, {Time(seconds)}, {left}");
    }

    private static string Time(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F1} min");
}
