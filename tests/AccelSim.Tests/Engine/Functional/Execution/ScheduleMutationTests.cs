using AccelSim.Engine.Functional.Execution;
using AccelSim.Engine.Functional.Execution.Checks;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Steps;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Execution;

/// <summary>Functional execution proves a schedule right: a wrong one is refused, or gives other bits. What must not matter does not, what must does.</summary>
public sealed class ScheduleMutationTests
{
    private static readonly Mapping TwoTiles = new() { TileM = 4, TileN = 4, TileK = 32 };

    /// <summary>Runs a mutated stream of every design; each must be refused or give other outputs.</summary>
    private static void Caught(Func<List<Step>, Random, List<Step>?> mutate)
    {
        int mutants = 0;
        GemmDesign.Check(160, (design, seed) =>
        {
            List<Step> before = design.Stream();
            if (mutate([.. before], new Random(seed)) is not { } wrong) return null;
            string Text(Step s) => $"{s.Kind} {s.Work} {s.Operand} {s.Position} {s.Done0}";
            string what = string.Join("; ", before.Zip(wrong).Select(p => (Text(p.First), Text(p.Second))).Where(p => p.Item1 != p.Item2).Select(p => p.Item2).Take(1));
            mutants++;
            FunctionalResult right = design.Run();
            try
            {
                FunctionalResult result = design.Run(wrong);
                return right.Sums.Zip(result.Sums).All(p => FunctionalGemmTests.Same(p.First, p.Second)) ? $"not noticed: {design.Gemm.Activations} x {design.Gemm.Weights} {string.Join(",", design.Gemm.Shapes)} {design.Map}; {what}" : null;
            }
            catch (ScheduleException)
            {
                return null;
            }
        });
        Assert.That(mutants, Is.GreaterThan(30));
    }

    [Test]
    public void A_dropped_step_is_caught() => Caught((steps, random) =>
    {
        steps.RemoveAt(random.Next(steps.Count));
        return steps;
    });

    [Test]
    public void A_repeated_step_is_caught() => Caught((steps, random) =>
    {
        // A load done twice changes nothing but traffic, which its bill would have to show.
        int at = random.Next(steps.Count);
        if (steps[at].Kind is StepKind.Load or StepKind.Exchange) return null;
        steps.Insert(at, steps[at]);
        return steps;
    });

    [Test]
    public void Swapped_targets_of_two_loads_are_caught() => Caught((steps, random) =>
    {
        int[] loads = [.. Enumerable.Range(0, steps.Count).Where(i => steps[i].Kind == StepKind.Load && !steps[i].StopsAtSharedBuffer)];
        int first = loads[random.Next(loads.Length)];
        int second = loads.FirstOrDefault(i => steps[i].Done0 != steps[first].Done0 && steps[i].Operand == steps[first].Operand, -1);
        if (second < 0) return null;
        (Step one, Step other) = (steps[first], steps[second]);
        (one.Done0, other.Done0) = (other.Done0, one.Done0);
        (steps[first], steps[second]) = (one, other);
        return steps;
    });

    [TestCase(StepKind.Load)]
    [TestCase(StepKind.Tensor)]
    public void A_shifted_extent_of_K_is_caught(StepKind kind) => Caught((steps, random) =>
    {
        int[] candidates = [.. Enumerable.Range(0, steps.Count).Where(i => steps[i].Kind == kind && !steps[i].StopsAtSharedBuffer && steps[i].Position.KStep > 0)];
        if (candidates.Length == 0) return null;
        int at = candidates[random.Next(candidates.Length)];
        Step step = steps[at];
        step.Position = step.Position with { KStep = step.Position.KStep - 1 };
        steps[at] = step;
        return steps;
    });

    [Test]
    public void A_wrong_bill_is_caught() => Caught((steps, random) =>
    {
        int at = random.Next(steps.Count);
        Step step = steps[at];
        if (step.Kind is StepKind.Vector) return null;
        if (step.Kind == StepKind.Tensor) step.Macs++;
        else if (step.Kind == StepKind.Exchange) step.BytesAllCores++;
        else step.Bytes++;
        steps[at] = step;
        return steps;
    });

    [TestCase("exact", true)]
    [TestCase("fp32_fma", false)]
    [TestCase("t_fdpa", false)]
    public void The_order_of_K_steps_matters_to_rounding_accumulators_only(string model, bool same)
    {
        Machine machine = Machines.Multiplying(TestMachines.Small, "fp16") with { Accumulator = new Accumulator(model, 8, 13, 32) };
        GemmOperation gemm = Gemms.Of(8, 8, 128, "fp16", "fp16");
        IReadOnlyList<GemmInstance> operands = DrawnOperands.For(gemm, 5);
        List<Step> steps = [.. Lowering.Lower(machine, gemm, [TwoTiles]).Stream];
        List<Step> reversed = steps.ConvertAll(step =>
        {
            if (step.Kind is StepKind.Load or StepKind.Tensor) step.Position = step.Position with { KStep = 3 - step.Position.KStep };
            return step;
        });
        float[] forward = FunctionalGemm.Execute(machine, gemm, [TwoTiles], operands, steps, null).Sums[0];
        float[] backward = FunctionalGemm.Execute(machine, gemm, [TwoTiles], operands, reversed, null).Sums[0];
        Assert.That(FunctionalGemmTests.Same(forward, backward), Is.EqualTo(same));
    }

    [TestCase(8, true)]
    [TestCase(32, false)]
    public void Order_inside_a_group_of_T_FDPA_does_not_matter_and_across_groups_does(int reach, bool same)
    {
        Machine machine = Machines.Multiplying(TestMachines.Small, "fp16") with { Accumulator = new Accumulator("t_fdpa", 8, 13, 32) };
        GemmOperation gemm = Gemms.Of(8, 8, 128, "fp16", "fp16");
        GemmInstance operands = DrawnOperands.For(gemm, 6)[0];
        GemmInstance permuted = new(Reversed(operands.Activations), Reversed(operands.Weights));
        Assert.That(FunctionalGemmTests.Same(
            FunctionalGemm.Run(machine, gemm, [TwoTiles], [operands]).Sums[0], FunctionalGemm.Run(machine, gemm, [TwoTiles], [permuted]).Sums[0]), Is.EqualTo(same));

        GemmOperand Reversed(GemmOperand x)
        {
            float[] values = [.. Enumerable.Range(0, x.Vectors * x.K).Select(i => x.Value(i / reach * reach + reach - 1 - i % reach))];
            return GemmOperand.Of(
                PlainQuantizer.Quantize((PlainFormat)NamedFormat.Of("fp16"), values, x.Vectors, x.K));
        }
    }

    [Test]
    public void The_order_of_joins_matters_where_parts_are_rounded()
    {
        GemmOperation gemm = Gemms.Of(8, 8, 128, "int4(g=16)");
        Mapping split = TwoTiles with { CoresK = 4 };
        GemmInstance operands = DrawnOperands.For(gemm, 7)[0];
        float[] joined = FunctionalGemm.Run(TestMachines.Small, gemm, [split], [operands]).Sums[0];
        Assert.That(FunctionalGemmTests.Same(joined, Parts([0, 1, 2, 3])), Is.True);
        Assert.That(FunctionalGemmTests.Same(joined, Parts([3, 2, 1, 0])), Is.False);

        float[] Parts(int[] order)
        {
            float[]? sum = null;
            foreach (int part in order)
            {
                float[] next = GemmReference.Multiply(
                    operands.Activations.Tile(0, 8, 32 * part, 32), operands.Weights.Tile(0, 8, 32 * part, 32));
                sum = sum is null ? next : [.. sum.Zip(next, (x, y) => x + y)];
            }
            return sum!;
        }
    }
}
