using AccelSim.Engine.Bounds;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Bounds;

/// <summary>The judge accepts a good result and rejects it with any counter tampered with, with both numbers in the message.</summary>
public sealed class BoundJudgeTests
{
    private static readonly Machine Machine = TestMachines.Small with
    {
        LaunchOverheadPs = 100_000,
        Chips = 4,
        Links = new Links { BytesPerSecond = 100_000_000_000, LatencyPs = 1_000_000 },
    };

    private static readonly GemmOperation Sq = Gemms.Of(96, 320, 512, "sq(int8/int4,b=64,s=0.875)", "int4");

    private static readonly AttentionOperation Attention = Attentions.Decode(2, 300, "bf16", queries: 4);

    private static readonly VectorOperation Vector = new()
    {
        Name = "norm",
        Rows = 50,
        Cols = 4096,
        Input = NamedFormat.Of("bf16"),
        Output = NamedFormat.Of("int8"),
        Outputs = 2,
        SideOutput = NamedFormat.Of("bf16"),
        WorkPerElement = new VectorWork(2, 2, 0, 1),
    };

    private static OperationCounters Run(Operation operation)
    {
        if (operation is CollectiveOperation collective) return CollectiveTiming.Run(Machine, collective);
        Lowered lowered = Lowering.Lower(Machine, operation, new Mapper(Machine).Map(operation));
        return FastEngine.Run(Machine, lowered.Tokens, lowered.Stream);
    }

    private static void Judge(Operation operation, Action<OperationCounters> tamper)
    {
        OperationCounters counters = Run(operation);
        tamper(counters);
        BoundJudge.Check(Machine, operation, Plans.For(Machine, operation), counters);
    }

    private static CollectiveOperation Collective(CollectiveKind kind) => new() { Name = "collective", Kind = kind, Bytes = 1_000_003 };

    private static IEnumerable<Operation> Operations => [Sq, Attention, Vector, .. Enum.GetValues<CollectiveKind>().Select(Collective)];

    [TestCaseSource(nameof(Operations))]
    public void A_good_result_passes(Operation operation) => Assert.That(() => Judge(operation, _ => { }), Throws.Nothing);

    private static TestCaseData Case(Operation operation, string name, Action<OperationCounters> tamper, string word) =>
        new TestCaseData(operation, tamper, word).SetArgDisplayNames(operation.Name, name);

    private static IEnumerable<TestCaseData> Tampered()
    {
        yield return Case(Sq, "a cycle without a label", c => c.Cycles++, "compute + stalls");
        yield return Case(Sq, "a label too many", c => c.Stalls[(int)StallCause.Dram]++, "compute + stalls");
        yield return Case(Sq, "a negative stall", c => Move(c, StallCause.Link, StallCause.Dram, 1), "stall link");
        yield return Case(Sq, "launch under another name", c => Move(c, StallCause.Launch, StallCause.Dram, 1), "stall launch");
        yield return Case(Sq, "faster than the units", c => Shorten(c, Machine.LaunchCycles + 10), "cycles");
        yield return Case(Sq, "a lost MAC", c => c.IssuedMacs--, "issued MACs");
        yield return Case(Sq, "a MAC too many", c => c.IssuedMacs++, "issued MACs");
        yield return Case(Attention, "a lost MAC", c => c.IssuedMacs = Attention.Macs - 1, "issued MACs");
        yield return Case(Sq, "no tokens", c => c.Tokens = 0, "tokens");
        yield return Case(Vector, "tokens without MACs", c => c.Tokens = 1, "tokens");
        yield return Case(Sq, "half the dense work", c => c.DenseBusyCycles /= 2, "dense unit");
        yield return Case(Sq, "a dense unit busy after the end", c => c.DenseBusyCycles = c.Cycles, "dense unit");
        yield return Case(Sq, "no sparse work", c => c.SparseBusyCycles = 0, "sparse unit");
        yield return Case(Sq, "no rescaling", c => c.RescaleBusyCycles = 0, "rescale unit");
        yield return Case(Sq, "no epilogue", c => c.VectorBusyCycles = 0, "vector unit");
        yield return Case(Attention, "no softmax", c => c.VectorBusyCycles = 1, "vector unit");
        yield return Case(Vector, "half the elements", c => c.VectorBusyCycles /= 2, "vector unit");
        yield return Case(Sq, "compute below a unit's", c => Relabel(c, c.DenseBusyCycles - 1 - c.ComputeCycles), "compute cycles");
        yield return Case(Vector, "compute above all units'", c => Relabel(c, c.VectorBusyCycles + 1 - c.ComputeCycles), "compute cycles");
        foreach (Operation operation in new Operation[] { Sq, Attention, Vector })
        {
            (long read, long write) = BoundJudge.Compulsory(operation);
            yield return Case(operation, "an unread byte", c => c.DramReadBytes = read - 1, "DRAM read bytes");
            yield return Case(operation, "an unwritten byte", c => c.DramWriteBytes = write - 1, "DRAM write bytes");
        }
        yield return Case(Sq, "more bursts than the pins pass", c => c.RowHits += Inflate(c), "DRAM bursts");
        yield return Case(Sq, "bursts that cannot hold the bytes", Empty, "bytes in bursts");
        yield return Case(Sq, "a hit that is no burst", c => c.RowHits++, "row outcomes");
        yield return Case(Sq, "a miss that is no burst", c => c.RowMisses++, "row outcomes");
        yield return Case(Sq, "a conflict that is no burst", c => c.RowConflicts++, "row outcomes");
        yield return Case(Sq, "a burst without outcome", c => c.DramBursts++, "row outcomes");
        yield return Case(Sq, "a negative hit", c => (c.RowHits, c.RowMisses) = (-1, c.RowMisses + c.RowHits + 1), "row outcomes");
        yield return Case(Sq, "an activation of one bank group", c => c.Activations++, "activations");
        yield return Case(Sq, "no activations", c => c.Activations = 0, "activations");
        yield return Case(Sq, "a precharge without conflict", c => c.Precharges += 4 * (c.RowConflicts + 1), "precharges");
        yield return Case(Sq, "a refresh before its time", c => c.Refreshes += 100, "refreshes");
        yield return Case(Sq, "a byte that DRAM sent and nobody got", c => c.SharedWriteBytes--, "shared buffer writes");
        yield return Case(Sq, "shared reads lost", c => c.SharedReadBytes = c.SharedWriteBytes - 1, "shared buffer reads");
        yield return Case(Sq, "more shared reads than ports", c => c.SharedReadBytes *= 1000, "shared buffer reads");
        yield return Case(Sq, "a byte lost in the network", c => c.NetworkBytes--, "network bytes");
        yield return Case(Sq, "a fill from nowhere", c => c.ScratchpadWriteBytes++, "network bytes");
        yield return Case(Sq, "fills beyond the ports", c => c.ScratchpadWriteBytes *= 1000, "scratchpad fills");
        yield return Case(Sq, "operands never fetched", c => c.ScratchpadReadBytes = c.DramWriteBytes, "scratchpad reads");
        yield return Case(Sq, "bytes on a link", c => c.LinkBytes = 1, "link bytes");
        yield return Case(Sq, "no steps", c => c.Steps = 0, "steps");
        foreach (CollectiveKind kind in Enum.GetValues<CollectiveKind>())
        {
            yield return Case(Collective(kind), "a share not sent", c => c.LinkBytes -= 4, "link bytes");
            yield return Case(Collective(kind), "faster than the link", c => Shorten(c, Machine.LaunchCycles + 1), "link bytes");
            yield return Case(Collective(kind), "a cycle without a label", c => c.Cycles++, "compute + stalls");
        }
    }

    [TestCaseSource(nameof(Tampered))]
    public void A_tampered_result_is_rejected_with_numbers(Operation operation, Action<OperationCounters> tamper, string word) =>
        Assert.That(() => Judge(operation, tamper), Throws.TypeOf<BoundViolationException>().With.Message.Contains(word).And.Message.Matches(@"\d.* must be "));

    [TestCase("lost results", -1, 0)]
    [TestCase("as many read as written", 0, 1)]
    [TestCase("nothing read back", 0, -1)]
    public void Sums_of_a_stationary_array_are_judged(string name, int writes, int reads)
    {
        Machine array = IdealMachine.Systolic(8, 8, Dataflow.WeightStationary);
        GemmOperation gemm = Gemms.Of(20, 30, 100);
        OperationResult result = new Simulator(array).Run(gemm);
        OperationCounters c = result.Counters;
        c.SumWriteBytes += writes;
        c.SumReadBytes = reads switch { 1 => c.SumWriteBytes, -1 => 0, _ => c.SumReadBytes };
        Assert.That(() => BoundJudge.Check(array, gemm, result.Plans, c), Throws.TypeOf<BoundViolationException>().With.Message.Contains("sums"), name);
    }

    [Test]
    public void Every_counter_is_judged()
    {
        // Some change of each counter alone, up or down, must be noticed.
        OperationCounters good = Run(Sq);
        string[] blind = [.. good.All().Select(c => c.Name).Where(name => !Notices(name, 1L << 40) && !Notices(name, -(1L << 40)))];
        Assert.That(blind, Is.Empty);
    }

    private static bool Notices(string name, long change)
    {
        try
        {
            Judge(Sq, c => Add(c, name, change));
            return false;
        }
        catch (BoundViolationException)
        {
            return true;
        }
    }

    private static void Add(OperationCounters c, string name, long change)
    {
        if (name.StartsWith("Stall", StringComparison.Ordinal)) c.Stalls[(int)Enum.Parse<StallCause>(name[5..])] += change;
        else Fields[name](c, change);
    }

    private static readonly Dictionary<string, Action<OperationCounters, long>> Fields = new()
    {
        [nameof(OperationCounters.Cycles)] = (c, x) => c.Cycles += x,
        [nameof(OperationCounters.ComputeCycles)] = (c, x) => c.ComputeCycles += x,
        [nameof(OperationCounters.IssuedMacs)] = (c, x) => c.IssuedMacs += x,
        [nameof(OperationCounters.Tokens)] = (c, x) => c.Tokens += x,
        [nameof(OperationCounters.DenseBusyCycles)] = (c, x) => c.DenseBusyCycles += x,
        [nameof(OperationCounters.SparseBusyCycles)] = (c, x) => c.SparseBusyCycles += x,
        [nameof(OperationCounters.RescaleBusyCycles)] = (c, x) => c.RescaleBusyCycles += x,
        [nameof(OperationCounters.VectorBusyCycles)] = (c, x) => c.VectorBusyCycles += x,
        [nameof(OperationCounters.DramReadBytes)] = (c, x) => c.DramReadBytes += x,
        [nameof(OperationCounters.DramWriteBytes)] = (c, x) => c.DramWriteBytes += x,
        [nameof(OperationCounters.DramBursts)] = (c, x) => c.DramBursts += x,
        [nameof(OperationCounters.RowHits)] = (c, x) => c.RowHits += x,
        [nameof(OperationCounters.RowMisses)] = (c, x) => c.RowMisses += x,
        [nameof(OperationCounters.RowConflicts)] = (c, x) => c.RowConflicts += x,
        [nameof(OperationCounters.Activations)] = (c, x) => c.Activations += x,
        [nameof(OperationCounters.Precharges)] = (c, x) => c.Precharges += x,
        [nameof(OperationCounters.Refreshes)] = (c, x) => c.Refreshes += x,
        [nameof(OperationCounters.SharedReadBytes)] = (c, x) => c.SharedReadBytes += x,
        [nameof(OperationCounters.SharedWriteBytes)] = (c, x) => c.SharedWriteBytes += x,
        [nameof(OperationCounters.ScratchpadReadBytes)] = (c, x) => c.ScratchpadReadBytes += x,
        [nameof(OperationCounters.ScratchpadWriteBytes)] = (c, x) => c.ScratchpadWriteBytes += x,
        [nameof(OperationCounters.SumReadBytes)] = (c, x) => c.SumReadBytes += x,
        [nameof(OperationCounters.SumWriteBytes)] = (c, x) => c.SumWriteBytes += x,
        [nameof(OperationCounters.NetworkBytes)] = (c, x) => c.NetworkBytes += x,
        [nameof(OperationCounters.LinkBytes)] = (c, x) => c.LinkBytes += x,
        [nameof(OperationCounters.Steps)] = (c, x) => c.Steps += x,
    };

    private static void Move(OperationCounters c, StallCause from, StallCause to, long cycles)
    {
        c.Stalls[(int)from] -= cycles;
        c.Stalls[(int)to] += cycles;
    }

    private static void Relabel(OperationCounters c, long toCompute)
    {
        c.ComputeCycles += toCompute;
        c.Stalls[(int)StallCause.Pipeline] += c.Cycles - c.ComputeCycles - c.Stalls.Sum();
    }

    /// <summary>A consistent result of fewer cycles.</summary>
    private static void Shorten(OperationCounters c, long cycles)
    {
        Array.Clear(c.Stalls);
        c.Stalls[(int)StallCause.Launch] = Machine.LaunchCycles;
        c.Cycles = cycles;
        c.ComputeCycles = cycles - Machine.LaunchCycles;
        c.DenseBusyCycles = Math.Min(c.DenseBusyCycles, c.ComputeCycles);
    }

    private static long Inflate(OperationCounters c)
    {
        long more = c.Cycles * Machine.Memory.Buses;
        c.DramBursts += more;
        return more;
    }

    private static void Empty(OperationCounters c)
    {
        c.DramBursts = c.RowMisses + c.RowConflicts;
        c.RowHits = 0;
    }
}
