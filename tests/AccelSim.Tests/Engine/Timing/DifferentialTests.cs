using System.Collections.Immutable;
using AccelSim.Engine.Bounds;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Timing;

/// <summary>The fast engine and the reference engine agree on every counter, and the judge accepts both.</summary>
public sealed class DifferentialTests
{
    /// <summary>Seeds per run; <c>ACCELSIM_FULL=1</c> multiplies them.</summary>
    private static readonly int Cases = Environment.GetEnvironmentVariable("ACCELSIM_FULL") == "1" ? 20_000 : 1_000;

    [Test]
    public void Fast_and_reference_agree_on_every_counter_of_random_designs()
    {
        int compared = 0;
        var failures = new List<string>();
        var gate = new Lock();
        Parallel.For(0, Cases, seed =>
        {
            string? failure = Compare(seed, out bool feasible);
            lock (gate)
            {
                if (feasible) compared++;
                if (failure is not null) failures.Add(failure);
            }
        });
        Assert.That(failures, Is.Empty, () => $"{failures.Count} of {Cases} seeds differ; {failures.Order().First()}");
        Assert.That(compared, Is.GreaterThan(Cases * 6 / 10), "too few random designs were feasible");
    }

    private static string? Compare(int seed, out bool feasible)
    {
        var designs = new RandomDesigns(seed);
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        ImmutableArray<Mapping> mappings = [.. Enumerable.Range(0, Lowering.Shapes(operation)).Select(_ => designs.Mapping(machine, operation))];
        feasible = false;
        Lowered First() => Lowering.Lower(machine, operation, mappings);
        try
        {
            foreach (Mapping mapping in mappings) new Mapper(machine).Check(operation, mapping);
        }
        catch (InfeasibleException)
        {
            return null;
        }
        feasible = true;
        // Half of them with a scratchpad that is no larger than the largest shape asks for: shapes wait for each other.
        if (seed % 2 == 0) machine = machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = Needed(machine, operation, mappings) } };
        try
        {
            Lowered a = First(), b = First();
            OperationCounters fast = FastEngine.Run(machine, a.Tokens, a.Stream), reference = ReferenceEngine.Run(machine, b.Tokens, b.Stream);
            string[] differences = [.. fast.All().Zip(reference.All()).Where(p => p.First.Value != p.Second.Value)
                .Select(p => $"{p.First.Name} fast {p.First.Value} reference {p.Second.Value}")];
            if (differences.Length > 0) return $"seed {seed}: {operation.GetType().Name}: {string.Join(", ", differences)}";
            BoundJudge.Check(machine, operation, Plans.For(machine, operation), fast);
            return null;
        }
        catch (Exception error) when (error is not AssertionException)
        {
            return $"seed {seed}: {error}";
        }
    }

    private static long Needed(Machine machine, Operation operation, ImmutableArray<Mapping> mappings) => mappings.Select((map, shape) =>
        Lowering.Summarize(machine, operation, shape, map, Plans.For(machine, operation), ShapeBytes.Of(operation, shape)).ScratchpadBytes).Max();
}
