using AccelSim.Engine.Mappers;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Timing.Fast;

/// <summary>A run that pauses, looks ahead and goes on counts like the runs it stands for (docs/SHORTCUTS.md, S7).</summary>
public sealed class PausedRunTests
{
    [Test]
    public void A_run_that_pauses_and_goes_on_counts_as_if_run_at_once_and_knows_the_cycles_of_its_beginning()
    {
        int compared = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var designs = new RandomDesigns(seed);
            Machine machine = designs.Machine();
            Operation operation = designs.Operation();
            Mapping mapping = designs.Mapping(machine, operation);
            try
            {
                new Mapper(machine).Check(operation, mapping);
            }
            catch (InfeasibleException)
            {
                continue;
            }
            Lowered whole = Lowering.Lower(machine, operation, [mapping]);
            Step[] steps = [.. whole.Stream];
            using IEnumerator<Step> stream = ((IEnumerable<Step>)steps).GetEnumerator();
            var run = new FastRun(machine, whole.Tokens, stream);
            for (int pause = 1 + seed % 7; ; pause += 1 + pause)
            {
                bool ended = run.RunTo(pause);
                Assert.That(ended, Is.EqualTo(pause >= steps.Length), $"seed {seed}");
                Assert.That(run.CyclesSoFar(), Is.EqualTo(FastEngine.Run(machine, whole.Tokens, steps.Take(pause)).Cycles), $"seed {seed}, {pause} steps");
                if (ended) break;
            }
            Assert.That(run.Run().All(), Is.EqualTo(FastEngine.Run(machine, whole.Tokens, steps).All()), $"seed {seed}");
            compared++;
        }
        Assert.That(compared, Is.GreaterThan(150));
    }

    [Test]
    public void A_mapped_run_counts_like_a_fresh_one_under_the_same_mapping()
    {
        int compared = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var designs = new RandomDesigns(seed);
            Machine machine = designs.Machine();
            try
            {
                OperationResult searched = new Simulator(machine).Run(designs.Operation());
                Lowered again = Lowering.Lower(machine, searched.Operation, searched.Mappings);
                Assert.That(searched.Counters.All(), Is.EqualTo(FastEngine.Run(machine, again.Tokens, again.Stream).All()), $"seed {seed}");
                compared++;
            }
            catch (InfeasibleException)
            {
            }
        }
        Assert.That(compared, Is.GreaterThan(30));
    }
}
