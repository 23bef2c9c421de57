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
        Mapping mapping = designs.Mapping(machine, operation);
        feasible = false;
        Lowered First() => Lowering.Lower(machine, operation, [mapping]);
        try
        {
            new Mapper(machine).Check(operation, mapping);
        }
        catch (InfeasibleException)
        {
            return null;
        }
        feasible = true;
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
}
