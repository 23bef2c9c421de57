using AccelSim.Model.Numerics;
using AccelSim.Engine.Functional.Execution;
using AccelSim.Engine.Functional.Execution.Checks;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Execution;

/// <summary>The lowered steps of attention, carried out, are the online softmax of plain loops, near exact attention, and move what they bill.</summary>
public sealed class FunctionalAttentionTests
{
    /// <summary>Unit roundoff of fp32.</summary>
    private const double U = 1.0 / (1 << 24);

    [Test]
    public void Steps_give_the_bits_of_plain_loops() => AttentionDesign.Check(800, (design, _) => Each(design, (shape, instance, y) =>
        FunctionalGemmTests.Same(y, AttentionReference.Run(design.Attention, shape, instance, design.Map, Order(design))) ? null : "other bits than the plain loops"));

    [Test]
    public void No_order_that_the_waits_permit_changes_a_bit() => AttentionDesign.Check(300, (design, seed) =>
        design.Run().Sums.Zip(design.Run(1 + (ulong)seed).Sums).All(p => FunctionalGemmTests.Same(p.First, p.Second)) ? null : "another interleaving differs");

    [Test]
    public void Work_and_traffic_are_those_that_timing_counts() => AttentionDesign.Check(300, (design, _) =>
    {
        FunctionalResult result = design.Run();
        Lowered lowered = Lowering.Lower(design.Machine, design.Attention, [design.Map]);
        OperationCounters timed = FastEngine.Run(design.Machine, lowered.Tokens, lowered.Stream);
        return (result.Macs, result.DramReadBytes, result.DramWriteBytes, result.Steps) == (timed.IssuedMacs, timed.DramReadBytes, timed.DramWriteBytes, timed.Steps)
            ? null : $"{result} against {timed.IssuedMacs}, {timed.DramReadBytes}, {timed.DramWriteBytes}, {timed.Steps}";
    });

    [TestCase("exact")]
    [TestCase("t_fdpa")]
    [TestCase("fp32_fma")]
    public void Outputs_lie_within_the_derived_bound_of_exact_attention(string model) => AttentionDesign.Check(400, (design, _) =>
    {
        if (design.Attention.Probability is not PlainFormat { Element: { NeedsScale: false } element }) return null;
        AttentionDesign with = design with { Machine = design.Machine with { Accumulator = new Accumulator(model, 8, 25, 32) } };
        return Each(with, (shape, instance, y) => Bounded(with.Attention, shape, instance, y, element));
    });

    [Test]
    public void A_dropped_step_is_caught() => AttentionDesign.Check(300, (design, seed) =>
    {
        List<Step> steps = design.Stream();
        steps.RemoveAt(new Random(seed).Next(steps.Count));
        try
        {
            return design.Run().Sums.Zip(design.Run(steps).Sums).All(p => FunctionalGemmTests.Same(p.First, p.Second)) ? "not noticed" : null;
        }
        catch (ScheduleException)
        {
            return null;
        }
    });

    [Test]
    public void A_shifted_key_tile_is_caught() => AttentionDesign.Check(300, (design, seed) =>
    {
        List<Step> steps = design.Stream();
        int[] candidates = [.. Enumerable.Range(0, steps.Count).Where(i => steps[i].Kind is StepKind.Load or StepKind.Tensor && steps[i].Position.KStep > 0)];
        if (candidates.Length == 0) return null;
        int at = candidates[new Random(seed).Next(candidates.Length)];
        Step step = steps[at];
        step.Position = step.Position with { KStep = step.Position.KStep - 1 };
        steps[at] = step;
        try
        {
            return design.Run().Sums.Zip(design.Run(steps).Sums).All(p => FunctionalGemmTests.Same(p.First, p.Second)) ? "not noticed" : null;
        }
        catch (ScheduleException)
        {
            return null;
        }
    });

    [Test]
    public void The_exponential_is_within_two_units_in_the_last_place()
    {
        for (ulong i = 0; i < 200_000; i++)
        {
            float x = i < 1000 ? -(float)i / 11 : BitConverter.UInt32BitsToSingle(CounterRandom.Bits(3, i, 32));
            if (float.IsNaN(x)) continue;
            double exact = Math.Exp(x);
            float y = VectorExp.Of(x);
            if (exact < Math.ScaleB(1, -126)) Assert.That(y, Is.EqualTo(0).Or.EqualTo(MathF.ScaleB(1, -126)), $"{x}");
            else if (exact > float.MaxValue) Assert.That(y, Is.EqualTo(float.PositiveInfinity).Or.EqualTo(float.MaxValue), $"{x}");
            else Assert.That(Math.Abs(y - exact), Is.LessThanOrEqualTo(2 * Math.ScaleB(1, Math.Max(Math.ILogB(exact), -126) - 23)), $"{x}");
        }
        Assert.That(VectorExp.Of(0), Is.EqualTo(1));
        Assert.That(VectorExp.Of(float.NegativeInfinity), Is.EqualTo(0));
        Assert.That(VectorExp.Of(float.NaN), Is.NaN);
    }

    [Test]
    public void Operands_that_do_not_fit_are_refused()
    {
        AttentionOperation attention = Attentions.Decode(1, 40, "bf16") with { Heads = 2, KvHeads = 1, QkDim = 8, VDim = 8 };
        AttentionOperation longer = attention with { Shapes = [new AttentionShape(1, 1, 41)] };
        var map = new Mapping { TileM = 2, TileN = 16, TileK = 8 };
        Assert.That(() => FunctionalAttention.Run(TestMachines.Small, attention, [map], DrawnOperands.For(longer, 1)), Throws.ArgumentException);
        Assert.That(() => FunctionalAttention.Run(TestMachines.Small, attention, [map], []), Throws.ArgumentException);
    }

    private static SumOrder Order(AttentionDesign design) =>
        Plans.For(design.Machine, design.Attention).First is { Selects: true, RescalesPerGroup: 1 } ? SumOrder.ShiftAdd : SumOrder.PerBank;

    private static string? Each(AttentionDesign design, Func<AttentionShape, AttentionInstance, float[], string?> law)
    {
        FunctionalResult result = design.Run();
        int next = 0;
        foreach (AttentionShape shape in design.Attention.Shapes)
        {
            for (int i = 0; i < shape.Count * design.Attention.KvHeads; i++, next++)
            {
                if (law(shape, design.Operands[next], result.Sums[next]) is { } wrong) return $"instance {next}: {wrong}";
            }
        }
        return null;
    }

    /// <summary>
    /// |y - exact| is at most sum_j p_j |v_j| (u_p + 2 d + (n + 3 t + 24) u) with u_p the roundoff of the probabilities, d the largest error of a
    /// scaled score (dim + 3 roundoffs of sum |q| |k|), n keys, t tiles; the exponential brings 4 u, twice. A probability below the format's
    /// normal range loses half its smallest step, one below 2^-126 vanishes. Second-order terms: 10 %.
    /// </summary>
    private static string? Bounded(AttentionOperation operation, AttentionShape shape, AttentionInstance one, float[] y, ScalarFormat probability)
    {
        double roundoff = Math.ScaleB(1, -probability.MantissaBits - 1), floor = probability.MinSubnormal / 2 + Math.ScaleB(1, -126);
        double[] q = Values(one.Query), k = Values(one.Keys), v = Values(one.Values), tail = one.Tail is null ? [] : Values(one.Tail);
        int dim = operation.QkDim, channels = operation.VDim;
        for (int r = 0; r < one.Query.Vectors; r++)
        {
            int seen = (int)(operation.Causal ? shape.KvLen - shape.QLen + r / operation.Group + 1 : shape.KvLen);
            double scale = 1 / Math.Sqrt(dim), d = 0;
            var x = new double[seen];
            for (int j = 0; j < seen; j++)
            {
                double size = 0;
                for (int i = 0; i < dim; i++)
                {
                    x[j] += q[r * dim + i] * k[j * dim + i] * scale;
                    size += Math.Abs(q[r * dim + i] * k[j * dim + i]) * scale;
                }
                // T-FDPA truncates every group of 8 at 25 bits below its largest term: at most (8 + 2) * 2^-25 and a unit in the last place each.
                d = Math.Max(d, 6 * (dim + 3) * U * size);
            }
            double largest = x.Max(), sum = x.Sum(s => Math.Exp(s - largest));
            for (int c = 0; c < channels; c++)
            {
                double expected = 0, weight = 0, total = 0;
                for (int j = 0; j < seen; j++)
                {
                    double value = operation.ValuesInsideKeys ? k[j * dim + c]
                        : j < one.Values.K ? v[c * one.Values.K + j] : tail[c * one.Tail!.K + j - one.Values.K];
                    double p = Math.Exp(x[j] - largest) / sum;
                    expected += p * value;
                    weight += p * Math.Abs(value);
                    total += Math.Abs(value);
                }
                double bound = 1.1 * weight * (roundoff + 2 * d + (6 * seen + 24) * U) + 1.1 * total * floor / sum;
                if (!(Math.Abs(y[r * channels + c] - expected) <= bound)) return $"row {r} channel {c}: {y[r * channels + c]:R} is not within {bound:R} of {expected:R}";
            }
        }
        return null;
    }

    private static double[] Values(GemmOperand x) => [.. Enumerable.Range(0, x.Vectors * x.K).Select(i =>
    {
        int at = i / x.K * x.Segments + i % x.K / x.Segment;
        return (double)x.Value(i) * (x.High is not null && x.High[i] ? x.HighScales[at] : x.LowScales[at]) * x.TensorScale;
    })];
}
