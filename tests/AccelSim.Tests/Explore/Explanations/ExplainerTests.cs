using AccelSim.Engine.Results;
using AccelSim.Explore.Explanations;
using AccelSim.Explore.Plots;
using AccelSim.Input.Machines;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Tests.Engine;
using AccelSim.Tests.Input;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Explanations;

public sealed class ExplainerTests
{
    private static readonly Machine Machine = MachineFile.Kind.Load("sq-edge", [], Installation.Files).Value!;

    private static readonly Lazy<StepExplanation> Explained = new(() => Explainer.Of(Machine, Run));

    private static StepRun Run => StepRun.Of(new Simulator(Machine), new WorkloadStep
    {
        Name = "two",
        Operations = [new RepeatedOperation(Gemms.Of(8, 512, 512) with { Name = "thin" }, 3), new RepeatedOperation(Gemms.Of(512, 512, 512) with { Name = "thick" }, 1)],
    });

    [Test]
    public void Shares_and_labels_add_up()
    {
        Assert.That(Explained.Value.Operations.Sum(o => o.Share), Is.EqualTo(1).Within(1e-12));
        foreach (OperationExplanation o in Explained.Value.Operations)
            Assert.That(o.Labels.Sum(l => l.Cycles), Is.EqualTo(o.Operation.Result.Counters.Cycles));
    }

    [Test]
    public void Nothing_is_above_its_roof()
    {
        foreach (OperationExplanation o in Explained.Value.Operations)
        {
            Assert.That(o.Roofline!.AchievedTops, Is.LessThanOrEqualTo(o.Roofline.AttainableTops));
            Assert.That(o.Roofline.AttainableTops, Is.LessThanOrEqualTo(o.Roofline.PeakTops));
        }
    }

    [Test]
    public void A_gain_is_what_a_run_of_the_changed_machine_shows()
    {
        foreach (string key in (string[])["memory.channels", "clock", "launch_overhead", "network.core_bandwidth"])
        {
            ParameterChange change = SensitivityCatalogue.All.SelectMany(s => s.Changes(Machine)).Single(c => c.Key == key);
            for (int i = 0; i < 2; i++)
            {
                OperationExplanation o = Explained.Value.Operations[i];
                OperationResult before = o.Operation.Result;
                var simulator = new Simulator(change.Machine);
                long cycles = Math.Min(simulator.Run(before.Operation).Counters.Cycles, simulator.Run(before.Operation, before.Mappings[0]).Counters.Cycles);
                double was = before.Counters.Cycles / (double)Machine.LoadClockHz, now = cycles / (double)change.Machine.LoadClockHz;
                Gain gain = o.Gains.Single(g => g.Key == key);
                double searched = simulator.Run(before.Operation).Counters.Cycles / (double)change.Machine.LoadClockHz;
                Assert.That(gain.GainPercent, Is.EqualTo(100 * (was - (searched <= was ? searched : now)) / was).Within(1e-9), key);
            }
        }
    }

    [Test]
    public void Gains_are_sorted_and_the_best_few_are_worth_showing()
    {
        foreach (OperationExplanation o in Explained.Value.Operations)
        {
            Assert.That(o.Gains.Select(g => g.GainPercent), Is.Ordered.Descending);
            Assert.That(o.Best.Count(), Is.InRange(1, OperationExplanation.Shown));
            Assert.That(o.Best.Select(g => g.GainPercent), Is.All.GreaterThanOrEqualTo(OperationExplanation.LeastGain));
        }
    }

    [Test]
    public void Text_and_roofline_say_the_same_every_time()
    {
        StepExplanation again = Explainer.Of(Machine, Run);
        string text = ExplanationText.Render(Explained.Value, 0);
        Assert.That(ExplanationText.Render(again, 0), Is.EqualTo(text));
        Assert.That(text, Does.Contain("thin x 3").And.Contain("would help").And.Contain("Not tried: chips"));
        Picture a = RooflinePlot.Draw("two", Explained.Value)!, b = RooflinePlot.Draw("two", again)!;
        Assert.That(b.Png, Is.EqualTo(a.Png));
        Assert.That(a.Svg, Is.EqualTo(b.Svg).And.Contain("FLOP/byte"));
    }
}
