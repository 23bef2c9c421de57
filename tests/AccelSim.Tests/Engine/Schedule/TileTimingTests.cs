using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Schedule;

/// <summary>How long the stages of a token take, against what the nouns of a machine mean. Both engines read these times, so that their agreement says nothing of them.</summary>
public sealed class TileTimingTests
{
    private static readonly Machine Machine = TestMachines.Small;

    private static Machine Systolic(Dataflow dataflow) => Machine with { TensorUnit = Machine.TensorUnit with { Kind = TensorUnitKind.Systolic, Dataflow = dataflow } };

    private static TileTiming Timing(Machine machine, string activations, string weights, int m, int n, int k) => TileTiming.Of(
        machine, MultiplyPlanner.Plan(machine, NamedFormat.Of(activations), NamedFormat.Of(weights), OperandRole.Weights), OperandRole.Weights, m, n, k);

    [Test]
    public void The_latency_of_the_rescale_unit_delays_the_last_result_and_nothing_else()
    {
        Machine slow = Machine with { RescaleUnit = Machine.RescaleUnit! with { Latency = Machine.RescaleUnit.Latency + 100 } };
        GemmOperation gemm = Gemms.Of(128, 128, 512, "int4(g=128)");
        var map = new Mapping { TileM = 128, TileN = 128, TileK = 512, OperandBuffers = 1 };
        long Cycles(Machine machine) => new Simulator(machine).Run(gemm, map).Counters.Cycles;
        Assert.That(Cycles(slow) - Cycles(Machine), Is.EqualTo(100));
    }

    /// <summary>A stationary array passes its stream on in every fold of K; each group's sum is scaled in one of them.</summary>
    [TestCase(Dataflow.OutputStationary)]
    [TestCase(Dataflow.WeightStationary)]
    [TestCase(Dataflow.InputStationary)]
    public void Every_sum_of_a_group_is_rescaled_once_in_any_dataflow(Dataflow dataflow)
    {
        const int M = 64, N = 64, K = 1024, Group = 128;
        TileTiming timing = Timing(Systolic(dataflow), "int8", $"int4(g={Group})", M, N, K);
        Assert.That(timing.Tokens * timing.Timing.Rescale * Machine.RescaleUnit!.OutputsPerCycle, Is.EqualTo((long)M * N * (K / Group)));
    }

    [TestCase(1)]
    [TestCase(5)]
    public void Before_the_rescale_unit_wait_as_many_tokens_as_its_queue_holds_beside_those_in_the_pipeline(int depth)
    {
        Machine machine = Machine with { RescaleUnit = Machine.RescaleUnit! with { QueueDepth = depth } };
        TileTiming timing = Timing(machine, "int8", "int4(g=128)", 64, 64, 1024);
        long inPipeline = (timing.Timing.DenseLatency + timing.Timing.Dense - 1) / timing.Timing.Dense;
        Assert.That(timing.Timing.RescaleQueue, Is.EqualTo(depth + inPipeline));
    }

    /// <summary>Vectors one bank apart do not conflict: of what is held all are read at once, of the stream one after the other.</summary>
    [TestCase(Dataflow.WeightStationary)]
    [TestCase(Dataflow.InputStationary)]
    public void A_stationary_array_reads_its_stream_vector_by_vector_and_what_it_holds_at_once(Dataflow dataflow)
    {
        Machine machine = Systolic(dataflow);
        Scratchpad scratchpad = machine.Scratchpad with { Layout = ScratchpadLayout.Linear };
        const int M = 64, N = 48;
        int k = (int)scratchpad.BytesPerBankPerCycle; // int8: a word of one bank
        TileTiming timing = Timing(machine with { Scratchpad = scratchpad }, "int8", "int8", M, N, k);
        Assert.That(timing.Timing.Fetch, Is.EqualTo((dataflow == Dataflow.WeightStationary ? M : N) + 1));
    }

    [Test]
    public void One_port_doubles_the_cycles_of_conflicting_reads()
    {
        // Vectors as far apart as all banks together: every one of them lies in the same bank.
        Scratchpad linear = Machine.Scratchpad with { Layout = ScratchpadLayout.Linear, Ports = 2 };
        int k = (int)(linear.Banks * linear.BytesPerBankPerCycle);
        long Fetch(int ports) => Timing(Machine with { Scratchpad = linear with { Ports = ports } }, "int8", "int8", 16, 16, k).Timing.Fetch;
        Assert.That(Fetch(1), Is.EqualTo(2 * Fetch(2)));
        Assert.That(Fetch(2), Is.GreaterThan(2L * 16 * k / linear.Banks / linear.BytesPerBankPerCycle), "conflicts decide");
    }
}
