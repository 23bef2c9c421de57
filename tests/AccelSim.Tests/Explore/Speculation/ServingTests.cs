using System.Collections.Immutable;
using AccelSim.Explore.Speculation;
using AccelSim.Explore.Speculation.Serving;
using AccelSim.Model.Speculation;
using NUnit.Framework;
using static AccelSim.Tests.Explore.Speculation.Stage;

namespace AccelSim.Tests.Explore.Speculation;

public sealed class ServingTests
{
    private static readonly RequestGenerator Generator = new() { Requests = 60, Rate = 50, MeanPrompt = 700, MeanOutput = 40, MostTokens = 8192, Seed = 3 };

    private static ServingResult Serve(SpeculationStrategy strategy, ImmutableArray<ServedRequest> requests, long capacity = long.MaxValue / 4, double resimulated = 0.2) =>
        new ServingSimulation(Composer, Target(), new ServingOptions { DeadlineMs = 5, MostSequences = 8, Resimulated = resimulated, Seed = 1 }, capacity).Run(strategy, requests);

    [Test]
    public void Every_token_comes_out_with_and_without_a_draft()
    {
        ImmutableArray<ServedRequest> requests = Generator.Draw();
        foreach (SpeculationStrategy strategy in (SpeculationStrategy[])[SpeculationStrategy.Autoregressive, Self(KvPolicy.SnapKv), Self(alpha: 1), Self(alpha: 0)])
        {
            ServingResult result = Serve(strategy, requests);
            Assert.That(result.Tokens, Is.EqualTo(requests.Sum(r => r.Output)));
            Assert.That(result.FirstToken.P50, Is.GreaterThan(0).And.LessThanOrEqualTo(result.FirstToken.P99));
        }
    }

    [Test]
    public void Interpolated_steps_are_within_one_percent_of_simulated_ones()
    {
        ServingResult result = Serve(Self(KvPolicy.SnapKv), Generator.Draw());
        Assert.That(result.Resimulated.Steps, Is.GreaterThan(20));
        Assert.That(result.Resimulated.Mean, Is.LessThanOrEqualTo(0.01));
    }

    [Test]
    public void The_same_requests_and_seed_give_the_same_numbers()
    {
        string Text() => ServingResult.Csv([Serve(Self(), Generator.Draw())]);
        string first = Text(), second = Text();
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void A_request_alone_takes_its_chunks_and_its_steps()
    {
        ServingResult result = Serve(SpeculationStrategy.Autoregressive, [new ServedRequest(100, 1300, 5)], resimulated: 1);
        Assert.That(result.Steps, Is.EqualTo(3 + 4), "three chunks of 512 tokens, the last of which yields the first token, then four more tokens");
        Assert.That(result.TotalMs - 100, Is.EqualTo(result.FirstToken.P50 + 4 * result.PerToken.P50).Within(1e-9));
    }

    [Test]
    public void D37_Linear_layers_of_a_served_step_take_the_time_of_the_next_captured_size()
    {
        var times = new StepTimes(Passes, Target(), new ServingOptions { DeadlineMs = 1 }, [new ServedRequest(0, 100, 10)]);
        double Seconds(long tokens) => times.Interpolated(new StepShape(1, [], [(tokens, tokens)])) - times.Simulated(new StepShape(1, [], [(tokens, tokens)]));
        Assert.That(Seconds(17), Is.Zero.Within(1e-15));
        Assert.That(times.Linear(17), Is.EqualTo(times.Linear(32)).And.GreaterThan(times.Linear(16)));
        Assert.That(times.PageUp(129), Is.EqualTo(256));
    }

    [Test]
    public void A_shared_beginning_is_computed_once()
    {
        ImmutableArray<ServedRequest> apart = [.. Enumerable.Range(0, 10).Select(i => new ServedRequest(i * 1000, 1000, 4))];
        ImmutableArray<ServedRequest> shared = [.. apart.Select(r => r with { Prefix = 900, Group = 0 })];
        ServingResult without = Serve(SpeculationStrategy.Autoregressive, apart), with = Serve(SpeculationStrategy.Autoregressive, shared);
        Assert.That(with.ReusedTokens, Is.EqualTo(9 * 896), "seven whole pages of 128 tokens");
        Assert.That(with.FirstToken.P50, Is.LessThan(without.FirstToken.P50));
    }

    [Test]
    public void Little_memory_makes_requests_wait_and_too_little_is_said()
    {
        ImmutableArray<ServedRequest> requests = [.. Enumerable.Range(0, 8).Select(_ => new ServedRequest(0, 2000, 20))];
        long weights = Composer.Step(SpeculationStrategy.Autoregressive, Target()).Memory.Weights;
        ServingResult ample = Serve(SpeculationStrategy.Autoregressive, requests);
        ServingResult scarce = Serve(SpeculationStrategy.Autoregressive, requests, weights + 20_000_000);
        Assert.That(scarce.TotalMs, Is.GreaterThan(ample.TotalMs));
        Assert.That(scarce.Tokens, Is.EqualTo(ample.Tokens));
        Assert.Throws<ArgumentException>(() => Serve(SpeculationStrategy.Autoregressive, requests, weights + 2_000_000));
    }

    [Test]
    public void Arrivals_have_the_rate_asked_and_bursts_come_together()
    {
        RequestGenerator many = Generator with { Requests = 4000 };
        double Rate(ImmutableArray<ServedRequest> r) => r.Length / r[^1].ArrivalMs * 1e3;
        Assert.That(Rate(many.Draw()), Is.EqualTo(50).Within(3));
        ImmutableArray<ServedRequest> bursts = (many with { Burst = 8 }).Draw();
        Assert.That(Rate(bursts), Is.EqualTo(50).Within(8));
        Assert.That(bursts.Select(b => b.ArrivalMs).Distinct().Count(), Is.EqualTo(500).Within(80));
        ImmutableArray<ServedRequest> first = many.Draw(), second = many.Draw();
        Assert.That(second, Is.EqualTo(first).AsCollection);
        Assert.That(many.Draw().Average(r => r.Prompt), Is.EqualTo(700).Within(30));
    }

    [Test]
    public void A_generated_trace_yields_every_token_and_has_its_rate()
    {
        ImmutableArray<AcceptanceStep> trace = TraceGenerator.Draw(new ConstantAcceptance(0.8, AcceptanceEvidence.Assumed, ""), 4, 0, 16, 1000, 500, 9);
        foreach (var sequence in trace.GroupBy(r => r.Sequence)) Assert.That(sequence.Sum(r => r.Tokens), Is.EqualTo(500));
        Assert.That(trace.All(r => r.Accepted <= r.Drafted && r.Drafted <= 4 && r.Tokens is >= 1 and <= 5));
        Assert.That(AcceptanceByPosition.Of(trace).Alpha, Is.EqualTo(0.8).Within(0.02));
        Assert.That(AcceptanceByPosition.Of(trace).Positions.Select(p => (double)p.Accepted / p.Reached), Is.All.EqualTo(0.8).Within(0.04));
    }
}
