using AccelSim.Model.Numerics;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;

namespace AccelSim.Engine.Functional.Execution.Checks;

/// <summary>
/// Attention under the accumulator <c>exact</c> in plain loops, row by row, from tile sizes alone: the same online algorithm without steps,
/// buffers or cores. docs/NUMERICS.md, section 6.
/// </summary>
internal static class AttentionReference
{
    /// <summary>Outputs of one instance, [rows, VDim], fp32.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="shape">The shape of the instance.</param>
    /// <param name="one">Its operands.</param>
    /// <param name="map">Only its tile and core counts count.</param>
    /// <param name="order">Order of the two paths of a cache in SQ-format.</param>
    public static float[] Run(AttentionOperation operation, AttentionShape shape, AttentionInstance one, Mapping map, SumOrder order = SumOrder.PerBank)
    {
        int rows = one.Query.Vectors, dim = operation.VDim;
        var y = new float[rows * dim];
        for (int r = 0; r < rows; r++)
        {
            long wave = (long)map.TileM * map.CoresM, lastRow = Math.Min((r / wave + 1) * wave, rows) - 1;
            int read = (int)(operation.Causal ? shape.KvLen - shape.QLen + lastRow / operation.Group + 1 : shape.KvLen);
            int seen = (int)(operation.Causal ? shape.KvLen - shape.QLen + r / operation.Group + 1 : shape.KvLen);
            int steps = ((read + map.TileN - 1) / map.TileN + map.CoresK - 1) / map.CoresK;
            var parts = new List<(float M, float L, float[] Acc)>();
            for (int first = 0; first < read; first += steps * map.TileN)
                parts.Add(Part(operation, one, r, first, Math.Min(first + steps * map.TileN, read), seen, map.TileN, order));
            (float m, float l, float[] acc) = parts[0];
            foreach ((float otherM, float otherL, float[] other) in parts.Skip(1))
            {
                float joined = MathF.Max(m, otherM), own = VectorExp.Of(m - joined), others = VectorExp.Of(otherM - joined);
                l = MathF.FusedMultiplyAdd(otherL, others, l * own);
                for (int c = 0; c < dim; c++) acc[c] = MathF.FusedMultiplyAdd(other[c], others, acc[c] * own);
                m = joined;
            }
            for (int c = 0; c < dim; c++) y[r * dim + c] = acc[c] * (1 / l);
        }
        return y;
    }

    private static (float M, float L, float[] Acc) Part(AttentionOperation operation, AttentionInstance one, int r, int first, int end, int seen, int tile, SumOrder order)
    {
        float scale = (float)(1 / Math.Sqrt(operation.QkDim)), m = float.NegativeInfinity, l = 0;
        var acc = new float[operation.VDim];
        for (int start = first; start < end; start += tile)
        {
            int stop = Math.Min(start + tile, end);
            var x = new float[stop - start];
            float before = m;
            for (int j = start; j < Math.Min(stop, seen); j++)
            {
                x[j - start] = GemmReference.Dot(one.Query, r, one.Keys, j, order) * scale;
                m = MathF.Max(m, x[j - start]);
            }
            float alpha = float.IsNegativeInfinity(m) ? 1 : VectorExp.Of(before - m), sum = 0;
            for (int j = start; j < Math.Min(stop, seen); j++) sum += x[j - start] = VectorExp.Of(x[j - start] - m);
            l = MathF.FusedMultiplyAdd(l, alpha, sum);
            GemmOperand p = ActivationQuantiser.Quantise(operation.Probability, x, 1, x.Length);
            for (int c = 0; c < acc.Length; c++) acc[c] = Mix(operation, one, p, start, c, acc[c] * alpha, order);
        }
        return (m, l, acc);
    }

    private static float Mix(AttentionOperation operation, AttentionInstance one, GemmOperand p, int start, int channel, float acc, SumOrder order)
    {
        if (operation.ValuesInsideKeys)
        {
            GemmOperand keys = one.Keys.Tile(start, p.K, 0, one.Keys.K);
            return GemmReference.Dot(p, 0, keys.Turned(operation.VDim), channel, order, acc);
        }
        int compressed = Math.Clamp(one.Values.K - start, 0, p.K), rest = p.K - compressed;
        if (compressed > 0)
        {
            // Tokens behind those that the row's wave sees complete the last segment and meet no probability.
            int end = Math.Min((start + compressed + one.Values.Segment - 1) / one.Values.Segment * one.Values.Segment, one.Values.K);
            acc = GemmReference.Dot(p.Tile(0, 1, 0, compressed), 0, one.Values.Tile(channel, 1, start, end - start).Seen(compressed), 0, order, acc);
        }
        return rest > 0
            ? GemmReference.Dot(p.Tile(0, 1, compressed, rest), 0, one.Tail!.Tile(channel, 1, start + compressed - one.Values.K, rest), 0, initial: acc)
            : acc;
    }
}
