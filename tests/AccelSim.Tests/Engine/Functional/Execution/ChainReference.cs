using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;

namespace AccelSim.Tests.Engine.Functional.Execution;

/// <summary>Unscaled or once-scaled GEMMs under any accumulator: each part of K is one chain of dot products, K tile by K tile, through the running value.</summary>
internal static class ChainReference
{
    public static float[] Multiply(Accumulator accumulator, GemmOperand a, GemmOperand w, GemmTiles tiles, Mapping map)
    {
        AccumulatorModel model = AccumulatorCatalogue.All.Single(m => m.Name == accumulator.Model);
        if (!model.Takes(a.Element, w.Element)) return GemmReference.Multiply(a, w);
        DotAccumulator dot = model.Build(accumulator, a.Element, w.Element);
        var output = new ScalarCodec(dot.Output);
        uint[] left = Codes(a), right = Codes(w);
        var y = new float[a.Vectors * w.Vectors];
        for (int i = 0; i < y.Length; i++)
        {
            int m = i / w.Vectors, n = i % w.Vectors;
            float? sum = null;
            int integers = 0;
            for (int part = 0; part < map.CoresK; part++)
            {
                uint running = 0;
                bool any = false;
                for (long step = 0; step < tiles.KSteps; step++)
                {
                    Extent k = tiles.K(step, part);
                    any |= !k.IsEmpty;
                    running = dot.Dot(left.AsSpan(m * a.K + (int)k.First, (int)k.Length), right.AsSpan(n * w.K + (int)k.First, (int)k.Length), running);
                }
                if (any) sum = sum is null ? output.Decode(running) : sum + output.Decode(running);
                integers = accumulator.Model == "int32_saturate"
                    ? (int)Math.Clamp((long)integers + unchecked((int)running), int.MinValue, int.MaxValue)
                    : unchecked(integers + (int)running);
            }
            if (dot.Output.Kind == ScalarKind.Integer) sum = integers;
            y[i] = MathF.FusedMultiplyAdd(a.LowScales[m] * w.LowScales[n], sum!.Value, 0);
        }
        return y;
    }

    private static uint[] Codes(GemmOperand operand)
    {
        var codec = new ScalarCodec(operand.Element);
        return [.. Enumerable.Range(0, operand.Vectors * operand.K).Select(i => codec.Encode(operand.Value(i), Conversion.Ieee))];
    }
}
