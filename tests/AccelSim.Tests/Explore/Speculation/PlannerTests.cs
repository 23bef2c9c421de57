using AccelSim.Explore.Speculation;
using AccelSim.Model.Speculation;
using NUnit.Framework;
using static AccelSim.Tests.Explore.Speculation.Stage;

namespace AccelSim.Tests.Explore.Speculation;

public sealed class PlannerTests
{
    private static readonly PlanAxes Axes = new([1024, 16384], [1, 32], [0, 2, 4], [257, 1025], [Self() with { Name = "a" }, Self(KvPolicy.SnapKv, alpha: 0.9) with { Name = "b" }]);

    private static Plan Planned(int jobs) => new SpeculationPlanner(new StepComposer(new SimulatedPasses(Machine)), Machine.Memory.CapacityBytes).Plan(Target(), Axes, jobs);

    [Test]
    public void A_plan_is_the_same_for_any_number_of_threads()
    {
        string Text(Plan plan) => new PlanText("m", "w", p => p.ToString()).Csv(plan.Rows);
        Assert.That(Text(Planned(1)), Is.EqualTo(Text(Planned(8))));
    }

    [Test]
    public void The_best_row_is_the_fastest_and_budgets_beyond_the_context_are_left_out()
    {
        Plan plan = Planned(2);
        PlanRow best = plan.Best(16384, 32)!;
        Assert.That(plan.Of(16384, 32).All(r => r.Step!.Speedup <= best.Step!.Speedup));
        Assert.That(plan.Of(1024, 1).Any(r => r.Point.Strategy.Budget == 1025), Is.False);
        Assert.That(plan.Autoregressive(1024, 1)!.Step!.Speedup, Is.EqualTo(1));
        Assert.That(plan.Regret(best, 0), Is.Zero);
        Assert.That(plan.Regret(best, -0.03), Is.InRange(0, 0.05));
    }

    [Test]
    public void Heads_are_tried_up_to_the_depth_that_they_are_trained_for()
    {
        PlanAxes axes = Axes with { Strategies = [Self() with { Draft = DraftKind.Heads, MostGamma = 2 }] };
        Assert.That(axes.Points().Where(p => p.Context == 1024 && p.Batch == 1).Select(p => p.Strategy.Gamma).Skip(1), Is.EqualTo(new[] { 0, 2 }));
    }

    [Test]
    public void What_does_not_fit_is_infeasible_with_the_sum_and_never_best()
    {
        var planner = new SpeculationPlanner(Composer, 150_000_000);
        Plan plan = planner.Plan(Target(), Axes, 1);
        PlanRow large = plan.Of(16384, 32).First();
        Assert.That(large.Runs, Is.False);
        Assert.That(large.Reason, Does.Contain("weights").And.Contain("KV cache").And.Contain("exceed memory.capacity of 0.15 GB"));
        Assert.That(plan.Best(16384, 32), Is.Null);
        Assert.That(plan.Best(1024, 1), Is.Not.Null);
    }

    [Test]
    public void At_the_break_even_rate_the_step_is_as_fast_as_decoding()
    {
        foreach (PlanRow row in Planned(1).Rows.Where(r => r.BreakEvenAlpha is > 0 and < 1))
        {
            double tokens = new DraftAcceptance(row.BreakEvenAlpha!.Value, row.Point.Strategy.Gamma).TokensPerStep;
            Assert.That(row.Step!.Autoregressive.Milliseconds * tokens / row.Step.StepMs, Is.EqualTo(1).Within(1e-6));
        }
    }

    [Test]
    public void A_replayed_trace_without_drafts_takes_the_time_of_decoding_and_yields_its_tokens()
    {
        AcceptanceStep[] trace = [.. Enumerable.Range(0, 10).SelectMany(step => Enumerable.Range(0, 4).Select(s => new AcceptanceStep(step, s, 0, 0, 4095)))];
        TraceReplayResult result = new TraceReplay(Composer).Run(Self(), Target(), [.. trace]);
        Assert.That(result.Tokens, Is.EqualTo(40));
        Assert.That(result.Milliseconds, Is.EqualTo(10 * Composer.Step(SpeculationStrategy.Autoregressive, Target(4)).StepMs).Within(1e-9));
        Assert.That(result.Speedup, Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void A_replayed_geometric_trace_has_the_speedup_of_its_rate()
    {
        SpeculationStrategy strategy = Self(KvPolicy.SnapKv, gamma: 3);
        var trace = AccelSim.Explore.Speculation.Serving.TraceGenerator.Draw(strategy.Acceptance, 3, 512, 16, 16384, 400, 5);
        double replayed = new TraceReplay(Composer).Run(strategy, Target(), trace).Speedup, composed = Composer.Step(strategy, Target(16, 16384)).Speedup;
        Assert.That(replayed, Is.EqualTo(composed).Within(0.05 * composed));
    }
}
