using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Model.Pairs;

namespace AccelSim.Explore.Identities;

/// <summary>Puts laws to the test on random cases, on all cores; the outcome depends on the seed and on nothing else.</summary>
public static class Verification
{
    /// <summary>Draws in a row that may give no case (an infeasible design) before that counts as a failure.</summary>
    private const int MostAttempts = 200;

    /// <summary>Runs every law on so many cases.</summary>
    /// <param name="laws">What to test.</param>
    /// <param name="cases">Cases of each law.</param>
    /// <param name="seed">Of all draws.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="progress">Told how many cases are finished, of all laws together, from any thread.</param>
    /// <param name="stop">Stops between cases.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static ImmutableArray<LawOutcome> Run(
        ImmutableArray<Law> laws, int cases, long seed, int jobs, Action<long>? progress = null, CancellationToken stop = default)
    {
        var runs = new DesignRuns();
        var verdicts = new (double Slack, string Failure)[laws.Length][];
        for (int i = 0; i < laws.Length; i++) verdicts[i] = new (double, string)[cases];
        long done = 0;
        // Case by case over all laws, so that laws that share a design meet it while it is fresh and cheap laws spread among dear ones.
        Parallel.For(0, (long)cases * laws.Length, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = stop }, i =>
        {
            (int number, int law) = ((int)(i / laws.Length), (int)(i % laws.Length));
            verdicts[law][number] = Judge(laws[law], seed, number, runs);
            progress?.Invoke(Interlocked.Increment(ref done));
        });
        return [.. laws.Select((law, i) => Outcome(law, seed, verdicts[i]))];
    }

    /// <summary>The case of a law: the first draw that gives one.</summary>
    internal static Trial? Case(Law law, long seed, int number, DesignRuns runs)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            try
            {
                if (law.Draw(new Chance(seed, law.Name, number, attempt, runs)) is { } trial) return trial;
            }
            catch (InfeasibleException)
            {
                // The machine cannot run the operation: no case, the next draw.
            }
        }
        return null;
    }

    private static (double Slack, string Failure) Judge(Law law, long seed, int number, DesignRuns runs)
    {
        try
        {
            if (Case(law, seed, number, runs) is not { } trial) return (-1, $"none of {MostAttempts} draws gives a case");
            double slack = trial.Judge(trial.Said);
            return slack >= 0 ? (slack, "") : (double.IsNaN(slack) ? -1 : slack, Text(trial.Said));
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            return (-1, $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static LawOutcome Outcome(Law law, long seed, (double Slack, string Failure)[] verdicts)
    {
        int first = Array.FindIndex(verdicts, v => v.Slack < 0);
        string failure = first < 0 ? "" : FormattableString.Invariant($"case {first} of seed {seed}: {verdicts[first].Failure}, slack {verdicts[first].Slack:G6}");
        return new LawOutcome(law, verdicts.Length, verdicts.Count(v => v.Slack < 0), verdicts.Min(v => v.Slack), failure);
    }

    private static string Text(double[] said)
    {
        string figures = string.Join(", ", said.Take(8).Select(f => f.ToString("G17", CultureInfo.InvariantCulture)));
        return $"the simulator says {figures}{(said.Length > 8 ? $" and {said.Length - 8} more" : "")}";
    }
}
