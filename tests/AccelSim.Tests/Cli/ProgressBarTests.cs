using AccelSim.Cli.Terminals;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class ProgressBarTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20), Never = TimeSpan.FromHours(1);

    [Test]
    public void It_speaks_while_nothing_is_finished_and_is_silent_once_disposed_of()
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var error = TextWriter.Synchronized(text);
        using var terminal = Terminal.To(TextWriter.Null, error);
        string Said()
        {
            // The synchronized writer locks itself.
            lock (error) return text.ToString();
        }
        using (var bar = new ProgressBar(terminal, 3, plainLine: Soon))
        {
            bar.Report(0);
            // No time is asserted: the line comes when it comes.
            Assert.That(Said, Does.StartWith("0/3 points, 0.0 points/s, 0 s, time left not known yet\n").After(60_000, 10));
        }
        string said = Said();
        Thread.Sleep(5 * Soon);
        Assert.That(Said(), Is.EqualTo(said));
    }

    [Test]
    public void A_passing_bar_says_nothing_of_what_is_done_at_once()
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = Terminal.To(TextWriter.Null, error);
        using (var bar = new ProgressBar(terminal, 2, "operations", Never, passing: true))
        {
            foreach (long done in (long[])[1, 2]) bar.Report(done);
        }
        Assert.That(error.ToString(), Is.Empty);
    }

    [Test]
    public void Without_a_terminal_the_end_is_one_line()
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = Terminal.To(TextWriter.Null, error);
        using var bar = new ProgressBar(terminal, 2, "cases", Never);
        foreach (long done in (long[])[0, 1, 2]) bar.Report(done);
        bar.Finish();
        Assert.That(error.ToString(), Does.Match(@"^2/2 cases, [\d.]+ cases/s, 0 s, done\n$"));
    }
}
