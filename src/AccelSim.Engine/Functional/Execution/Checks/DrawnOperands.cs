using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Operations;

namespace AccelSim.Engine.Functional.Execution.Checks;

/// <summary>Seeded operands in the formats of an operation: numbers of many magnitudes, some zeros, a few outliers.</summary>
internal static class DrawnOperands
{
    /// <summary>Operands of every instance of a GEMM.</summary>
    public static IReadOnlyList<GemmInstance> For(GemmOperation operation, ulong seed)
    {
        var instances = new List<GemmInstance>();
        foreach (GemmShape shape in operation.Shapes)
        {
            for (long i = 0; i < shape.Count; i++)
            {
                ulong key = seed * 1000 + (ulong)instances.Count * 2;
                instances.Add(new GemmInstance(
                    Activations(operation.Activations, key, (int)shape.M, (int)shape.K), Weights(operation.Weights, key + 1, (int)shape.N, (int)shape.K)));
            }
        }
        return instances;
    }

    /// <summary>Operands of every key-value head of attention.</summary>
    public static IReadOnlyList<AttentionInstance> For(AttentionOperation operation, ulong seed)
    {
        var instances = new List<AttentionInstance>();
        foreach (AttentionShape shape in operation.Shapes)
        {
            for (long i = 0; i < shape.Count * operation.KvHeads; i++)
            {
                ulong key = seed * 1000 + (ulong)instances.Count * 3;
                instances.Add(AttentionInstance.Quantise(operation, Values(key, (int)shape.QLen * operation.Group * operation.QkDim),
                    Values(key + 1, (int)shape.KvLen * operation.QkDim), operation.ValuesInsideKeys ? [] : Values(key + 2, (int)shape.KvLen * operation.VDim)));
            }
        }
        return instances;
    }

    public static GemmOperand Activations(NumberFormat format, ulong key, int vectors, int k)
    {
        float[] values = Values(key, vectors * k);
        if (format is not SqFormat sq)
            return Weights(format, key, vectors, k);
        return GemmOperand.Of(sq.MaskFor(OperandRole.Activations) == SqMask.Dynamic
            ? SqActivationQuantizer.QuantizeDynamic(sq, values, vectors, k)
            : SqActivationQuantizer.QuantizeStatic(sq, values, vectors, k,
                BankSelection.Top<float>(Array.ConvertAll(Values(key + 77, k), MathF.Abs), 1, k, sq.Bank, sq.HighPerBank)));
    }

    public static GemmOperand Weights(NumberFormat format, ulong key, int vectors, int k)
    {
        float[] values = Values(key, vectors * k);
        return format switch
        {
            PlainFormat plain => GemmOperand.Of(PlainQuantizer.Quantize(plain, values, vectors, k)),
            BlockScaledFormat block => GemmOperand.Of(BlockQuantizer.Quantize(block, values, vectors, k)),
            TwoFourFormat twoFour => GemmOperand.Of(TwoFourMatrix.Quantize(twoFour, values, vectors, k)),
            SqFormat sq => GemmOperand.Of(SqQuantizer.Quantize(sq, values, vectors, k)),
            _ => throw new ArgumentException($"{format} cannot hold an operand"),
        };
    }

    /// <summary>About normal (a sum of four uniform numbers), one in sixteen zero, one in 64 twenty times as large.</summary>
    public static float[] Values(ulong key, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            ulong bits = CounterRandom.Next(key, (ulong)i);
            int sum = 0;
            for (int j = 0; j < 4; j++) sum += (int)(bits >> (12 * j) & 0xFFF) - 2048;
            int dice = (int)(bits >> 58);
            values[i] = dice < 4 ? 0 : sum / 2048f * (dice == 63 ? 20 : 1);
        }
        return values;
    }
}
