using System.Collections.Immutable;
using System.Reflection;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Identities;

/// <summary>The catalogue is complete, every law holds, and every law can fail.</summary>
public sealed class LawTests
{
    private const int Cases = 30, Tampered = 12, Figures = 12;

    private static readonly DesignRuns Runs = new();

    private static ImmutableArray<Law> All => LawCatalogue.All;

    private static Law Broken(double slack, string name = "broken") => new(name, "0", LawKind.Bound, "Never holds.", _ => new Trial([1], _ => slack));

    [Test]
    public void Every_law_that_is_declared_is_listed_once()
    {
        Law[] declared = [.. typeof(Law).Assembly.GetTypes().Where(t => t.Namespace == typeof(Law).Namespace)
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(f => f.FieldType == typeof(Law)).Select(f => (Law)f.GetValue(null)!))];
        Assert.That(declared, Has.Length.GreaterThan(60));
        Assert.That(All, Is.EquivalentTo(declared));
        Assert.That(All.Select(l => l.Name), Is.Unique);
    }

    [Test]
    public void Every_section_of_the_reference_has_laws() =>
        Assert.That(All.Select(l => l.Section.Split('.')[0]).Distinct(), Is.EquivalentTo(Enumerable.Range(1, 9).Select(i => $"{i}")));

    [TestCaseSource(nameof(All))]
    public void A_law_has_a_plain_name_and_a_sentence(Law law)
    {
        Assert.That(law.Name, Does.Match("^[a-z0-9]+(-[a-z0-9]+)*$"));
        Assert.That(law.Statement, Does.Match(@"^[A-Z].*\.$"));
    }

    [TestCaseSource(nameof(All))]
    public void A_law_holds(Law law)
    {
        LawOutcome outcome = Verification.Run([law], Cases, 1, Environment.ProcessorCount).Single();
        Assert.That((outcome.Cases, outcome.Failures), Is.EqualTo(((long)Cases, 0L)), outcome.FirstFailure);
        Assert.That(outcome.WorstSlack, law.Kind == LawKind.Equality ? Is.Zero : Is.GreaterThanOrEqualTo(0));
    }

    /// <summary>An equality notices a figure that is off by one either way; a bound notices one that is far off to one side.</summary>
    [TestCaseSource(nameof(All))]
    public void A_law_notices_every_figure_of_the_simulator_that_is_tampered_with(Law law)
    {
        for (int number = 0; number < Tampered; number++)
        {
            Trial trial = Verification.Case(law, 2, number, Runs) ?? throw new AssertionException("no case");
            Assert.That(trial.Judge(trial.Said), Is.GreaterThanOrEqualTo(0));
            int step = Math.Max(1, trial.Said.Length / Figures);
            for (int i = 0; i < trial.Said.Length; i += step)
            {
                double far = 1e6 * (Math.Abs(trial.Said[i]) + 1);
                bool noticed = law.Kind == LawKind.Equality
                    ? Fails(trial, i, 1) && Fails(trial, i, -1)
                    : Fails(trial, i, far) || Fails(trial, i, -far) || Fails(trial, i, -trial.Said[i] * (1 - 1e-6));
                Assert.That(noticed, Is.True, $"case {number}, figure {i} of {trial.Said.Length}: {trial.Said[i]}");
            }
        }
    }

    private static bool Fails(Trial trial, int figure, double change)
    {
        double[] said = [.. trial.Said];
        said[figure] += change;
        return trial.Judge(said) < 0;
    }

    [Test]
    public void A_broken_law_is_counted_and_its_first_case_shown()
    {
        LawOutcome outcome = Verification.Run([Broken(-0.25)], 7, 5, 2).Single();
        Assert.That((outcome.Cases, outcome.Failures, outcome.WorstSlack), Is.EqualTo((7L, 7L, -0.25)));
        Assert.That(outcome.FirstFailure, Is.EqualTo("case 0 of seed 5: the simulator says 1, slack -0.25"));
    }

    [Test]
    public void What_a_simulator_throws_and_a_slack_that_is_no_number_are_failures()
    {
        var throws = new Law("throws", "0", LawKind.Bound, "Throws.", _ => throw new InvalidOperationException("a defect"));
        var empty = new Law("empty", "0", LawKind.Bound, "Gives no case.", _ => null);
        LawOutcome[] outcomes = [.. Verification.Run([throws, empty, Broken(double.NaN)], 3, 0, 1)];
        Assert.That(outcomes.Select(o => o.Failures), Is.All.EqualTo(3));
        Assert.That(outcomes[0].FirstFailure, Does.Contain("InvalidOperationException: a defect"));
        Assert.That(outcomes[1].FirstFailure, Does.Contain("none of 200 draws gives a case"));
        Assert.That(outcomes[2].WorstSlack, Is.EqualTo(-1));
    }

    [Test]
    public void Outcomes_depend_on_the_seed_and_not_on_threads_or_other_laws()
    {
        ImmutableArray<Law> some = [.. All.Where(l => l.Kind == LawKind.Bound)];
        LawOutcome[] one = [.. Verification.Run(some, 10, 3, 1)], many = [.. Verification.Run(some, 10, 3, 8)];
        Assert.That(many, Is.EqualTo(one));
        Assert.That(Verification.Run([some[^1]], 10, 3, 2).Single(), Is.EqualTo(one[^1]));
        Assert.That(Verification.Run(some, 10, 4, 2).Select(o => o.WorstSlack), Is.Not.EqualTo(one.Select(o => o.WorstSlack)));
    }

    [Test]
    public void A_verification_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.That(() => Verification.Run(All, 5, 0, 2, null, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Every_case_is_reported_as_progress()
    {
        long last = 0;
        Verification.Run([Broken(0), Broken(0, "other")], 20, 0, 1, done => last = Math.Max(last, done));
        Assert.That(last, Is.EqualTo(40));
    }
}
