using AccelSim.Engine.Dram;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Results;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Model.Speculation;
using AccelSim.Model.Systolic;
using AccelSim.Model.Workloads;
using AccelSim.Tests.Engine;
using AccelSim.Tests.Engine.Dram;
using AccelSim.Tests.Model.Workloads;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>Laws that look right and are not (identities reference, section 10): each stands here with a counter-example, so that nobody writes it as a test.</summary>
public sealed class FalseLawTests
{
    private static OperationCounters Run(Machine machine, Operation operation) => new Simulator(machine).Run(operation).Counters;

    private static long ScaleSim(int side, Dataflow dataflow, long m, long n, long k) => new SystolicArray(side, side, dataflow).ScaleSimIndex(m, n, k) + 1;

    private static long Cycles(int side, Dataflow dataflow, int m, int n, int k)
    {
        GemmOperation gemm = Gemms.Of(m, n, k);
        return new Simulator(IdealMachine.Systolic(side, side, dataflow)).Run(gemm, Gemms.OneTile(gemm)).Counters.Cycles;
    }

    [Test]
    public void More_elements_are_never_slower()
    {
        Assert.That((ScaleSim(16, Dataflow.OutputStationary, 16, 16, 64), ScaleSim(64, Dataflow.OutputStationary, 16, 16, 64)), Is.EqualTo((94, 190)));
        Assert.That(Cycles(64, Dataflow.OutputStationary, 16, 16, 64), Is.GreaterThan(2 * Cycles(16, Dataflow.OutputStationary, 16, 16, 64)));
    }

    [Test]
    public void Cycles_fall_smoothly_with_the_size_of_the_array()
    {
        Assert.That((ScaleSim(32, Dataflow.OutputStationary, 33, 33, 64), ScaleSim(33, Dataflow.OutputStationary, 33, 33, 64)), Is.EqualTo((504, 128)));
        Assert.That(Cycles(32, Dataflow.OutputStationary, 33, 33, 64), Is.GreaterThan(3 * Cycles(33, Dataflow.OutputStationary, 33, 33, 64)));
    }

    [Test]
    public void One_dataflow_always_wins()
    {
        Assert.That(Cycles(32, Dataflow.WeightStationary, 4096, 32, 32), Is.LessThan(Cycles(32, Dataflow.OutputStationary, 4096, 32, 32) / 2));
        Assert.That(Cycles(32, Dataflow.OutputStationary, 32, 32, 4096), Is.LessThan(Cycles(32, Dataflow.WeightStationary, 32, 32, 4096) / 2));
    }

    [Test]
    public void Sparser_is_never_slower()
    {
        // K = 1: a quad of which one element exists stores two codes and their indices, 20 bits for 8.
        Machine skips = TestMachines.Small with { TensorUnit = TestMachines.Small.TensorUnit with { TwoFourSparsity = true } };
        Assert.That(Run(skips, Gemms.Of(1, 65_536, 1, "2:4(int8)")).Cycles, Is.GreaterThan(Run(skips, Gemms.Of(1, 65_536, 1)).Cycles));
    }

    [TestCase("bf16", 9.0 / 16)]
    [TestCase("int8", 5.0 / 8)]
    [TestCase("int4", 3.0 / 4)]
    public void Two_four_halves_the_bytes(string format, double share) => Assert.That(
        NamedFormat.Of($"2:4({format})").BitsPerElement(OperandRole.Weights), Is.EqualTo(share * NamedFormat.Of(format).BitsPerElement(OperandRole.Weights)));

    [Test]
    public void Fewer_bits_are_never_slower()
    {
        // A scale per 32 elements keeps the rescale unit busy for longer than the multipliers.
        Machine narrow = TestMachines.Small with { RescaleUnit = new RescaleUnit { OutputsPerCycle = 16, Latency = 8 } };
        Assert.That(Run(narrow, Gemms.Of(512, 512, 512, "int4(g=32)")).Cycles, Is.GreaterThan(Run(narrow, Gemms.Of(512, 512, 512)).Cycles));
    }

    [Test]
    public void Doubling_the_bandwidth_halves_a_time_that_memory_bounds()
    {
        Machine wide = TestMachines.Small with { Memory = TestMachines.Small.Memory with { Channels = 2 * TestMachines.Small.Memory.Channels } };
        OperationCounters one = Run(TestMachines.Small, Gemms.Of(1, 1024, 1024)), two = Run(wide, Gemms.Of(1, 1024, 1024));
        Assert.That(OperationMetrics.BoundOf(one.ComputeCycles, one.Stalls), Is.EqualTo("dram"));
        Assert.That(two.Cycles, Is.LessThan(one.Cycles).And.GreaterThan(0.55 * one.Cycles));
    }

    [Test]
    public void Time_is_the_larger_of_compute_and_memory()
    {
        OperationResult result = new Simulator(TestMachines.Small).Run(Gemms.Of(256, 1024, 1024));
        Machine machine = TestMachines.Small;
        double compute = result.Operation.Macs / (result.Plans.LogicalRate(result.Operation) * machine.Cores);
        double memory = (result.Counters.DramReadBytes + result.Counters.DramWriteBytes) / machine.Memory.PeakBytesPerSecond * machine.LoadClockHz;
        Assert.That(result.Counters.Cycles, Is.GreaterThan(1.1 * Math.Max(compute, memory)), "that is the lower bound");
    }

    [Test]
    public void DRAM_streams_reach_the_peak()
    {
        OperationCounters c = Run(TestMachines.Small, Gemms.Of(1, 16_384, 8192));
        double peak = TestMachines.Small.Memory.PeakBytesPerSecond / TestMachines.Small.LoadClockHz;
        Assert.That((c.DramReadBytes + c.DramWriteBytes) / (c.Cycles * peak), Is.InRange(0.6, 0.91), "refresh alone caps HBM3 at 0.9");
    }

    [Test]
    public void Tokens_per_step_are_at_most_gamma() => Assert.That(new DraftAcceptance(0.95, 2).TokensPerStep, Is.EqualTo(2.8525).Within(1e-12));

    /// <summary>Llama-3.1-8B on A100.</summary>
    private static readonly SpeculationRoofline Llama = new(7_504_924_672, 131_072, 312e12, 2.039e12);

    [Test]
    public void A_high_acceptance_rate_means_a_speedup()
    {
        var draft = new DraftAcceptance(0.8, 3);
        Assert.That(draft.TokensPerStep, Is.GreaterThan(2.9));
        Assert.That(Llama.Speedup(draft, 150, 2000, 512), Is.LessThan(0.93));
    }

    [Test]
    public void A_larger_batch_always_hurts_or_always_helps_speculation()
    {
        double Gain(double context) => Llama.Speedup(new DraftAcceptance(0.8, 3), 150, context, 512) - Llama.Speedup(new DraftAcceptance(0.8, 3), 40, context, 512);
        Assert.That((Gain(2000), Gain(3000)), Is.EqualTo((-0.025, 0.057)).Using<double>((a, b) => Math.Abs(a - b) < 0.001));
    }

    [Test]
    public void A_cache_takes_two_kv_heads_head_dim_bytes_per_layer_and_token_everywhere()
    {
        NumberFormat bf16 = NamedFormat.Of("bf16");
        LanguageModel latent = KnownModels.DeepSeek, sliding = KnownModels.Llama3 with { Window = new SlidingWindow(1024, 1, 0) };
        Assert.That(KvCache.BytesPerToken(latent, bf16), Is.LessThan(2.0 * latent.Layers * latent.KvHeads * latent.HeadDim * 2 / 50));
        Assert.That(KvCache.Bytes(sliding, 32_768, _ => bf16), Is.EqualTo(KvCache.Bytes(KnownModels.Llama3, 1024, _ => bf16)));
    }

    [Test]
    public void SQ_with_hardly_any_low_elements_takes_the_bits_of_high_precision() => Assert.That(
        new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, 63).Store(OperandRole.Weights, 64, 1).Payload, Is.EqualTo(64 * 4 + 63 * 8), "the low matrix keeps its slots");

    [Test]
    public void Splitting_K_keeps_floating_point_results()
    {
        float[] a = [1e8f, 1, -1e8f, 1], ones = [1, 1, 1, 1];
        float Dot(int from, int to) => GemmReference.Multiply(GemmOperand.Of(a.AsSpan(from, to - from), 1, to - from), GemmOperand.Of(ones.AsSpan(from, to - from), 1, to - from))[0];
        Assert.That((Dot(0, 4), Dot(0, 2) + Dot(2, 4)), Is.EqualTo((1f, 0f)));
    }

    [Test]
    public void A_faster_part_never_lengthens_a_run()
    {
        // A greedy schedule: somewhere among random designs a controller that looks further ahead makes a run longer.
        int longer = Enumerable.Range(0, 120).Count(seed =>
        {
            try
            {
                var designs = new RandomDesigns(seed);
                Machine machine = designs.Machine();
                Operation operation = designs.Operation();
                AccelSim.Model.Mappings.Mapping map = designs.Mapping(machine, operation);
                long Cycles(int lookahead) => new Simulator(machine with { Memory = machine.Memory with { Lookahead = lookahead } }).Run(operation, map).Counters.Cycles;
                return Cycles(8) > Cycles(1);
            }
            catch (AccelSim.Model.Pairs.InfeasibleException)
            {
                return false;
            }
        });
        Assert.That(longer, Is.Positive);
    }

    /// <summary>An open row serves who comes back to it and delays who wants another.</summary>
    [Test]
    public void One_page_policy_always_wins()
    {
        Assert.That(Latency(PagePolicy.Open, rows: 1), Is.LessThan(Latency(PagePolicy.Closed, rows: 1)));
        Assert.That(Latency(PagePolicy.Open, rows: 2), Is.GreaterThan(Latency(PagePolicy.Closed, rows: 2)));

        static long Latency(PagePolicy page, int rows)
        {
            DramRequest[] reads = [.. Enumerable.Range(0, 20).Select(i => new DramRequest(0, i % rows, false, i * 200L))];
            RequestSource source = Standards.Requests(Standards.Timing("hbm3"), reads);
            return new ChannelController(Standards.Table("hbm3"), new DramOptions { Page = page }, source).Run().Latency.Sum;
        }
    }
}
