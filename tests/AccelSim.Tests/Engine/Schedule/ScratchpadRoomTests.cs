using System.Collections.Immutable;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Explore.Identities;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;
using AccelSim.Tests.Engine.Kernels;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Schedule;

/// <summary>What lies in a scratchpad at any time fits into it, where one shape follows another as well.</summary>
public sealed class ScratchpadRoomTests
{
    private static readonly int Cases = Environment.GetEnvironmentVariable("ACCELSIM_FULL") == "1" ? 1_000 : 100;

    [Test]
    public void Shapes_that_follow_each_other_never_overfill_a_scratchpad()
    {
        var random = new Random(5);
        int paused = 0, ran = 0;
        for (int i = 0; i < Cases; i++)
        {
            Machine machine = ShippedKernels.Machine(((string[])["sq-next", "dense-next", "sq-edge", "h200-sxm", "tpu-v5e"])[i % 5]);
            machine = machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = machine.Scratchpad.CapacityBytes >> random.Next(0, 3) } };
            Operation operation = i % 4 == 3 ? Prompts(random) : Experts(random);
            if (Search(machine, operation) is not { } mappings) continue;
            ran++;
            Assert.That(Occupancy.Peak(machine, operation, mappings), Is.LessThanOrEqualTo(machine.Scratchpad.CapacityBytes), $"case {i}: {machine.Name}, {operation}");
            if (Pauses(machine, operation, mappings)) paused++;
        }
        Assert.That(ran, Is.GreaterThan(Cases / 2));
        Assert.That(paused, Is.GreaterThan(ran / 20).And.LessThan(ran), "some shapes have room beside the one before them, others have not");
    }

    [Test]
    public void A_shape_alone_fills_no_more_than_its_mapping_says()
    {
        Machine machine = ShippedKernels.Machine("sq-next");
        GemmOperation gemm = Gemms.Of(512, 4096, 4096);
        ImmutableArray<Mapping> mappings = new Mapper(machine).Map(gemm);
        long planned = Lowering.Summarize(machine, gemm, 0, mappings[0], Plans.For(machine, gemm), ShapeBytes.Of(gemm, 0)).ScratchpadBytes;
        Assert.That(Occupancy.Peak(machine, gemm, mappings), Is.LessThanOrEqualTo(planned).And.GreaterThan(planned / 2));
    }

    [Test]
    public void Equal_shapes_follow_each_other_without_a_pause_and_others_wait_for_the_last_output()
    {
        Machine machine = ShippedKernels.Machine("sq-next");
        GemmOperation gemm = Gemms.Of(64, 256, 4096) with { Shapes = [new GemmShape(1, 64, 256, 4096), new GemmShape(1, 64, 256, 4096)] };
        Mapping narrow = new() { TileM = 64, TileN = 64, TileK = 256, OperandBuffers = 2 }, deep = narrow with { OperandBuffers = 4 };
        Machine Holding(params Mapping[] maps) => machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = maps.Max(m => Bytes(machine, gemm, m)) } };
        Assert.That(Pauses(Holding(narrow), gemm, [narrow, narrow]), Is.False);
        Assert.That(Pauses(Holding(narrow, deep), gemm, [narrow, deep]), Is.False, "the deep one has a place for all buffers of the narrow one");
        Mapping flat = narrow with { TileM = 16, TileN = 256 };
        Machine tight = Holding(narrow, flat);
        Assert.That(Pauses(tight, gemm, [narrow, flat]), Is.True);
        Lowered lowered = Lowering.Lower(tight, gemm, [narrow, flat]);
        Step[] steps = [.. lowered.Stream];
        int first = Array.FindIndex(steps, s => s.Position.Shape == 1);
        Assert.That(steps[first].Wait3.Register, Is.EqualTo(steps[first - 1].Done0), "of the store in front of it");
        Assert.That(steps.Count(s => !s.Wait3.IsNone), Is.EqualTo(1));
    }

    private static long Bytes(Machine machine, GemmOperation gemm, Mapping map) =>
        Lowering.Summarize(machine, gemm, 0, map, Plans.For(machine, gemm), ShapeBytes.Of(gemm, 0)).ScratchpadBytes;

    private static bool Pauses(Machine machine, Operation operation, ImmutableArray<Mapping> mappings) =>
        Lowering.Lower(machine, operation, mappings).Stream.Any(s => s.Kind == StepKind.Load && !s.Wait3.IsNone);

    private static ImmutableArray<Mapping>? Search(Machine machine, Operation operation)
    {
        try
        {
            return new Mapper(machine).Map(operation);
        }
        catch (InfeasibleException)
        {
            return null;
        }
    }

    private static GemmOperation Experts(Random random)
    {
        long n = 256 * random.Next(1, 20), k = 256 * random.Next(1, 12);
        return Gemms.Of(1, 1, 1) with { Shapes = [.. Enumerable.Range(0, 6).Select(_ => new GemmShape(1, 1 + (long)Math.Pow(2, random.NextDouble() * 10), n, k))] };
    }

    private static AttentionOperation Prompts(Random random) => Attentions.Prefill(1) with
    {
        Shapes = [.. Enumerable.Range(0, 3).Select(_ => new AttentionShape(random.Next(1, 4), random.Next(1, 300), 300 + random.Next(1, 2000)))],
    };
}
