using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Results;

/// <summary>Turns counters into the contract's columns for one operation on the whole system (all chips run the same operation).</summary>
public static class OperationMetrics
{
    public static MetricValues Of(Machine machine, OperationResult result)
    {
        OperationCounters c = result.Counters;
        var sums = new MetricSums(machine);
        sums.Add(result, 1);
        MetricValues values = sums.Values();
        values.Set(Metrics.Bound, BoundOf(c.ComputeCycles, c.Stalls));
        return values;
    }

    /// <summary>The largest label; ties go to compute, then to the earlier cause.</summary>
    public static string BoundOf(long compute, IReadOnlyList<long> stalls)
    {
        int largest = -1;
        for (int i = 0; i < stalls.Count; i++)
        {
            if (stalls[i] > (largest < 0 ? compute : stalls[largest])) largest = i;
        }
        return largest < 0 ? "compute" : Metrics.Snake((StallCause)largest);
    }

    /// <summary>Stored bits per weight of a GEMM, scales, metadata and padding included; null where there are no weights.</summary>
    public static (long Bits, long Elements)? WeightBits(Operation operation)
    {
        if (operation is not GemmOperation gemm) return null;
        long bits = 0, elements = 0;
        foreach (GemmShape shape in gemm.Shapes)
        {
            bits += shape.Count * gemm.Weights.Store(OperandRole.Weights, shape.K, shape.N).Total;
            elements += shape.Count * shape.K * shape.N;
        }
        return (bits, elements);
    }

    /// <summary>MACs that a machine spends on zero padding of K to the bank, block or quad.</summary>
    public static long PaddedMacs(Operation operation)
    {
        if (operation is not GemmOperation gemm) return 0;
        return gemm.Shapes.Sum(s =>
        {
            long stored = Math.Max(gemm.Weights.StoredLength(s.K), gemm.Activations.StoredLength(s.K));
            return s.Count * s.M * s.N * (stored - s.K);
        });
    }
}
