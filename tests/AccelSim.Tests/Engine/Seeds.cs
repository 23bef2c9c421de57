using AccelSim.Model.Pairs;
using NUnit.Framework;

namespace AccelSim.Tests.Engine;

/// <summary>Checks a law on random designs, one seed each, and reports the first seed that breaks it.</summary>
internal static class Seeds
{
    /// <summary>A law returns what is wrong, or null; an infeasible design is skipped, but most must be feasible.</summary>
    public static void Check(int count, Func<RandomDesigns, string?> law, double feasible = 0.6)
    {
        int checkedDesigns = 0;
        var failures = new SortedDictionary<int, string>();
        for (int seed = 0; seed < count; seed++)
        {
            try
            {
                string? wrong = law(new RandomDesigns(seed));
                checkedDesigns++;
                if (wrong is not null) failures[seed] = wrong;
            }
            catch (InfeasibleException)
            {
                // Counted by what is missing from checkedDesigns.
            }
            catch (Exception error) when (error is not AssertionException)
            {
                failures[seed] = error.ToString();
            }
        }
        Assert.That(failures, Is.Empty, () => $"{failures.Count} of {count} seeds fail; seed {failures.First().Key}: {failures.First().Value}");
        Assert.That(checkedDesigns, Is.GreaterThan(count * feasible), "too few random designs were feasible");
    }
}
