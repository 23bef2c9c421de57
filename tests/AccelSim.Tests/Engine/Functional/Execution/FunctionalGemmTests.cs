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

/// <summary>The lowered steps of a GEMM, carried out, compute the contract of <see cref="GemmReference"/> and move what they bill.</summary>
public sealed class FunctionalGemmTests
{
    private const int Cases = 200;

    private static void Check(Func<GemmDesign, int, string?> law) => GemmDesign.Check(Cases, law);

    [Test]
    public void Every_mapping_of_every_machine_gives_the_bits_of_the_contract() => GemmDesign.Check(500, (design, _) =>
    {
        FunctionalResult result = design.Run();
        int instance = 0;
        foreach (GemmShape shape in design.Gemm.Shapes)
        {
            for (int i = 0; i < shape.Count; i++, instance++)
            {
                (GemmOperand a, GemmOperand w) = (design.Operands[instance].Activations, design.Operands[instance].Weights);
                if (!Same(result.Sums[instance], JoinedReference.Multiply(a, w, Order(design), Cuts(shape, design.Map)))) return $"instance {instance} of {design.Gemm} differs";
            }
        }
        return null;
    });

    [Test]
    public void Integers_under_one_scale_give_the_same_bits_under_any_mapping() => Check((design, seed) =>
    {
        var gemm = Gemms.Of(design.Gemm.Shapes[0].M, design.Gemm.Shapes[0].N, design.Gemm.Shapes[0].K, seed % 2 == 0 ? "int8" : "int4");
        IReadOnlyList<GemmInstance> operands = DrawnOperands.For(gemm, (ulong)seed);
        float[] expected = GemmReference.Multiply(operands[0].Activations, operands[0].Weights);
        return Same(FunctionalGemm.Run(design.Machine, gemm, [design.Map], operands).Sums[0], expected) ? null : "other bits than the contract's, which knows no mapping";
    });

    [Test]
    public void No_order_that_the_waits_permit_changes_a_bit() => Check((design, seed) =>
    {
        FunctionalResult inOrder = design.Run();
        for (ulong interleaving = 1; interleaving <= 2; interleaving++)
        {
            FunctionalResult other = design.Run(interleaving + (ulong)seed * 10);
            if (!inOrder.Sums.Zip(other.Sums).All(p => Same(p.First, p.Second))) return $"interleaving {interleaving} differs";
        }
        return null;
    });

    [Test]
    public void Work_and_traffic_are_those_that_timing_counts() => Check((design, _) =>
    {
        FunctionalResult result = design.Run();
        Lowered lowered = Lowering.Lower(design.Machine, design.Gemm, [design.Map]);
        OperationCounters timed = FastEngine.Run(design.Machine, lowered.Tokens, lowered.Stream);
        return (result.Macs, result.DramReadBytes, result.DramWriteBytes, result.Steps) == (timed.IssuedMacs, timed.DramReadBytes, timed.DramWriteBytes, timed.Steps)
            && result.Macs == design.Gemm.Macs ? null : $"{result} against {timed.IssuedMacs}, {timed.DramReadBytes}, {timed.DramWriteBytes}, {timed.Steps}";
    });

    [TestCase("t_fdpa")]
    [TestCase("fp32_fma")]
    [TestCase("pairwise_fp32")]
    [TestCase("two_level_fp8")]
    [TestCase("int32_wrap")]
    [TestCase("int32_saturate")]
    public void Every_accumulator_gives_the_bits_of_its_own_chain_over_the_tiles(string model) => GemmDesign.Check(90, (design, seed) =>
    {
        string format = model.StartsWith("int32", StringComparison.Ordinal) ? "int8" : seed % 2 == 0 ? "bf16" : "fp16";
        GemmShape shape = design.Gemm.Shapes[0] with { Count = 1 };
        var gemm = Gemms.Of(shape.M, shape.N, shape.K, format, format);
        Machine machine = Machines.Multiplying(design.Machine with { Accumulator = new Accumulator(model, 8, 13, seed % 3 == 0 ? 22 : 32) }, format);
        IReadOnlyList<GemmInstance> operands = DrawnOperands.For(gemm, (ulong)seed);
        float[] expected = ChainReference.Multiply(machine.Accumulator, operands[0].Activations, operands[0].Weights, new GemmTiles(shape, design.Map), design.Map);
        return Same(FunctionalGemm.Run(machine, gemm, [design.Map], operands).Sums[0], expected) ? null : $"{model} differs";
    });

    [Test]
    public void Outputs_are_rounded_once_to_their_format()
    {
        var gemm = Gemms.Of(9, 7, 64, "int8", output: "fp16");
        GemmInstance operands = DrawnOperands.For(gemm, 3)[0];
        Mapping map = new() { TileM = 4, TileN = 4, TileK = 32 };
        var fp16 = new ScalarCodec(ScalarFormats.Fp16);
        float[] sums = GemmReference.Multiply(operands.Activations, operands.Weights);
        Assert.That(FunctionalGemm.Run(TestMachines.Small, gemm, map, operands.Activations, operands.Weights),
            Is.EqualTo(sums.Select(s => fp16.Round(s, Conversion.Ieee))));
        var scaled = gemm with { Output = NamedFormat.Of("int8") };
        Assert.That(FunctionalGemm.Run(TestMachines.Small, scaled, map, operands.Activations, operands.Weights),
            Is.EqualTo(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), sums, 9, 7).Dequantize()));
        var masked = gemm with { Output = NamedFormat.Of("sq(int8/int4,b=4,s=0.5,static)") };
        Assert.That(() => FunctionalGemm.Run(TestMachines.Small, masked, map, operands.Activations, operands.Weights), Throws.ArgumentException.With.Message.Contains("mask"));
    }

    [Test]
    public void Operands_that_do_not_fit_the_operation_are_refused()
    {
        var gemm = Gemms.Of(4, 4, 32);
        Mapping map = Gemms.OneTile(gemm);
        IReadOnlyList<GemmInstance> fit = DrawnOperands.For(gemm, 1), other = DrawnOperands.For(Gemms.Of(4, 4, 64), 1);
        Assert.That(() => FunctionalGemm.Run(TestMachines.Small, gemm, [map], other), Throws.ArgumentException);
        Assert.That(() => FunctionalGemm.Run(TestMachines.Small, gemm, [map], []), Throws.ArgumentException);
        Assert.That(() => FunctionalGemm.Run(TestMachines.Small, gemm, [map], [fit[0], fit[0]]), Throws.ArgumentException);
    }

    internal static bool Same(float[] x, float[] y) =>
        x.Length == y.Length && x.Zip(y).All(p => BitConverter.SingleToUInt32Bits(p.First) == BitConverter.SingleToUInt32Bits(p.Second));

    private static SumOrder Order(GemmDesign design) =>
        Plans.For(design.Machine, design.Gemm).First is { Selects: true, RescalesPerGroup: 1 } ? SumOrder.ShiftAdd : SumOrder.PerBank;

    /// <summary>First k of each part of a K split, from the mapping alone.</summary>
    private static List<int> Cuts(GemmShape shape, Mapping map)
    {
        long steps = ((shape.K + map.TileK - 1) / map.TileK + map.CoresK - 1) / map.CoresK;
        return [.. Enumerable.Range(0, map.CoresK).Select(p => (int)(p * steps * map.TileK)).Where(k => k < shape.K)];
    }
}
