using AccelSim.Engine.Bounds;
using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Tests.Engine;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>Outputs that stay in the shared buffer for the next operation (<c>shared_buffer.keep_outputs</c>).</summary>
public sealed class KeptOutputTests
{
    private static readonly Machine Through = TestMachines.Small;

    private static readonly Machine Keeping = Through with { SharedBuffer = Through.SharedBuffer with { KeepOutputs = true } };

    private static VectorOperation Activation(long rows, long cols, string format = "bf16") => new()
    {
        Name = "activation",
        Rows = rows,
        Cols = cols,
        Input = NamedFormat.Of("bf16"),
        Output = NamedFormat.Of(format),
        WorkPerElement = new VectorWork(1, 1, 0, 1),
    };

    private static GemmOperation Product(long m, long n, long k) => Gemms.Of(m, n, k, "bf16", "bf16");

    private static StepRun Run(Machine machine, params Operation[] operations) => StepRun.Of(new Simulator(machine), new WorkloadStep
    {
        Name = "step",
        Operations = [.. operations.Select(o => new RepeatedOperation(o, 1))],
    });

    private static OperationCounters Counters(StepRun run, int operation) => run.Operations[operation].Result.Counters;

    [Test]
    public void The_output_of_an_activation_crosses_no_pin_on_its_way_to_the_product()
    {
        Operation[] pair = [Activation(48, 512), Product(48, 64, 512)];
        StepRun through = Run(Through, pair), kept = Run(Keeping, pair);
        const long Bytes = 48 * 512 * 2;
        Assert.That(Counters(kept, 0).DramWriteBytes, Is.Zero);
        Assert.That(Counters(through, 0).DramWriteBytes, Is.EqualTo(Bytes));
        Assert.That(Counters(kept, 0).SharedWriteBytes, Is.EqualTo(Counters(through, 0).SharedWriteBytes), "it arrives in the shared buffer either way");
        Assert.That(Counters(kept, 1).DramReadBytes, Is.LessThanOrEqualTo(Counters(through, 1).DramReadBytes - Bytes));
        Assert.That(BoundJudge.Compulsory(kept.Operations[0].Result.Operation).Write, Is.Zero);
        Assert.That(BoundJudge.Kept(kept.Operations[0].Result.Operation), Is.EqualTo(Bytes));
        Assert.That(BoundJudge.Compulsory(kept.Operations[1].Result.Operation).Read, Is.EqualTo(BoundJudge.Compulsory(pair[1]).Read - Bytes));
    }

    [Test]
    public void A_machine_that_keeps_outputs_is_never_slower_and_moves_no_more()
    {
        int kept = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            long m = random.Next(1, 100), k = 8 * random.Next(1, 100);
            Operation[] operations = [Activation(m, k), Product(m, random.Next(1, 200), k), Activation(m, 128), Product(m, 64, 128)];
            StepRun before = Run(Through, operations), after = Run(Keeping, operations);
            Assert.That(after.Total.Number(Metrics.Cycles), Is.LessThanOrEqualTo(before.Total.Number(Metrics.Cycles)), $"seed {seed}");
            double Pins(StepRun run) => run.Total.Number(Metrics.DramReadBytes) + run.Total.Number(Metrics.DramWriteBytes);
            bool any = after.Operations.Any(o => o.Result.Operation.OutputOnChip);
            Assert.That(Pins(after), any ? Is.LessThan(Pins(before)) : Is.EqualTo(Pins(before)), $"seed {seed}");
            if (any) kept++;
        }
        Assert.That(kept, Is.GreaterThan(20));
    }

    [Test]
    public void Only_a_product_that_alone_reads_the_whole_output_gets_it()
    {
        bool Keeps(params Operation[] operations) => Run(Keeping, operations).Operations[0].Result.Operation.OutputOnChip;
        Operation product = Product(48, 64, 512);
        Assert.That(Keeps(Activation(48, 512), product), Is.True);
        Assert.That(Keeps(Activation(48, 512), product, product), Is.False, "a second reader finds it in DRAM");
        Assert.That(Keeps(Activation(48, 512), Activation(48, 512), product), Is.False, "an element-wise reader");
        Assert.That(Keeps(Activation(48, 1024), product), Is.False, "part of it");
        Assert.That(Keeps(Activation(48, 512, "int8"), product), Is.False, "another format");
        Assert.That(Keeps(Activation(48, 512) with { Outputs = 2 }, product), Is.False, "a second tensor that others read");
    }

    [Test]
    public void What_does_not_fit_goes_through_DRAM()
    {
        Machine small = Keeping with { SharedBuffer = Keeping.SharedBuffer with { CapacityBytes = 2 * Keeping.Memory.ChunkBytes + 48 * 512 } };
        Machine off = small with { SharedBuffer = small.SharedBuffer with { KeepOutputs = false } };
        Operation[] pair = [Activation(48, 512), Product(48, 64, 512)];
        Assert.That(Run(small, pair).Total.Number(Metrics.Cycles), Is.EqualTo(Run(off, pair).Total.Number(Metrics.Cycles)));
        Assert.That(Run(small, pair).Operations[0].Result.Operation.OutputOnChip, Is.False);
    }
}
