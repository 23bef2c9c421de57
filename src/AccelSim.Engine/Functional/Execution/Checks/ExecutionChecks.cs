using System.Collections.Immutable;
using AccelSim.Model.Numerics;
using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Functional.Execution.Checks;

/// <summary>What is checked about carrying out lowered steps; a case is an output.</summary>
public static class ExecutionChecks
{
    private const int Designs = 100;

    public static ImmutableArray<NumericCheck> All { get; } =
    [
        new("gemm-steps", "The lowered steps of random GEMMs give the bits of the contract under any mapping and any order that the waits permit.", Gemms),
        new("attention-steps", "The lowered steps of random attention give the bits of an online softmax in plain loops.", Attention),
    ];

    private static CheckCount Gemms()
    {
        var draw = new Draw(31);
        var designs = new DrawnDesigns(draw);
        var count = default(CheckCount);
        for (int i = 0; i < Designs; i++)
        {
            Machine machine = designs.Machine();
            GemmOperation gemm = designs.Gemm();
            Mapping map = designs.Mapping(isGemm: true);
            IReadOnlyList<GemmInstance> operands = DrawnOperands.For(gemm, (ulong)i);
            SumOrder order = Order(Plans.For(machine, gemm).First);
            FunctionalResult result = FunctionalGemm.Run(machine, gemm, [map], operands, i % 2 == 0 ? null : (ulong)i);
            int next = 0;
            foreach (GemmShape shape in gemm.Shapes)
            {
                var tiles = new GemmTiles(shape, map);
                int[] cuts = [.. Enumerable.Range(0, map.CoresK).Select(p => tiles.K(0, p)).Where(k => !k.IsEmpty).Select(k => (int)k.First)];
                for (long j = 0; j < shape.Count; j++, next++)
                    count += Compare(result.Sums[next], JoinedReference.Multiply(operands[next].Activations, operands[next].Weights, order, cuts));
            }
        }
        return count;
    }

    private static CheckCount Attention()
    {
        var draw = new Draw(32);
        var designs = new DrawnDesigns(draw);
        var count = default(CheckCount);
        for (int i = 0; i < Designs / 2; i++)
        {
            Machine machine = designs.Machine();
            AttentionOperation attention = designs.Attention();
            Mapping map = designs.Mapping(isGemm: false);
            IReadOnlyList<AttentionInstance> operands = DrawnOperands.For(attention, (ulong)i);
            SumOrder order = Order(Plans.For(machine, attention).First);
            FunctionalResult result = FunctionalAttention.Run(machine, attention, [map], operands, i % 2 == 0 ? null : (ulong)i);
            int next = 0;
            foreach (AttentionShape shape in attention.Shapes)
            {
                for (long j = 0; j < shape.Count * attention.KvHeads; j++, next++)
                    count += Compare(result.Sums[next], AttentionReference.Run(attention, shape, operands[next], map, order));
            }
        }
        return count;
    }

    private static SumOrder Order(MultiplyPlan plan) => plan is { Selects: true, RescalesPerGroup: 1 } ? SumOrder.ShiftAdd : SumOrder.PerBank;

    private static CheckCount Compare(float[] x, float[] y) => new(x.Length,
        x.Where((value, i) => BitConverter.SingleToUInt32Bits(value) != BitConverter.SingleToUInt32Bits(y[i])).LongCount());
}
