using AccelSim.Engine.Kernels;
using AccelSim.Model.Formats;
using AccelSim.Model.Measured;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>
/// Passes as measured kernel libraries run them (docs/SILICON.md): each operation by the calibrated kernel model, element-wise operations fused
/// into one kernel each at the bandwidth of long streams, gaps between kernels by the software stack. 16-bit formats.
/// </summary>
/// <param name="model">Kernel model of the machine.</param>
/// <param name="stack">Software around the kernels.</param>
/// <param name="chips">Chips that take part in collectives.</param>
public sealed class SiliconPasses(KernelModel model, SoftwareStack stack, int chips) : IPassClock
{
    private const double WeightBytes = 2; // 16-bit formats

    private readonly Dictionary<PassKey, PassTime> known = [];

    public PassTime Pass(ModelWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        PassKey key = PassKey.Of(workload);
        if (known.TryGetValue(key, out PassTime found)) return found;
        return known[key] = Beside(workload.Expand().Operations, workload.TensorParallel);
    }

    public PassTime Beside(IEnumerable<RepeatedOperation> operations, int tensorParallel)
    {
        double us = 0;
        RepeatedOperation[] all = [.. operations];
        foreach (RepeatedOperation repeated in all) us += repeated.Repeats * (Microseconds(repeated.Operation) + stack.GapUs);
        return PassTime.None with { Seconds = us * 1e-6, KvBytes = KvTraffic.Of(all) };
    }

    /// <summary>Microseconds of an operation's kernels.</summary>
    public double Microseconds(Operation operation) => operation switch
    {
        GemmOperation gemm => gemm.Shapes.Sum(s => s.Count * Gemm(s)),
        AttentionOperation attention => Attention(attention),
        VectorOperation vector => Streamed(Bytes(vector)),
        CollectiveOperation collective => Kernel(MeasuredKind.Collective, stack.CustomAllReduce ? "trtllm_custom_bfloat16" : "nccl_bfloat16", new(chips, collective.Bytes, 0)),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.Name, "no kernel"),
    };

    // Replayed kernels may find their weights in the L2; those of a whole model never do.
    private double Gemm(AccelSim.Model.Operations.GemmShape s) =>
        Math.Max(Kernel(MeasuredKind.Gemm, "bfloat16", new(s.M, s.N, s.K)), Streamed(WeightBytes * s.N * s.K));

    // One kernel serves drafts, decoding and verification, as in the harness: it packs the queries of a key head into the rows of a tile and splits
    // the cache (a pack of one query would take the kernel that never splits).
    private double Attention(AttentionOperation a)
    {
        long batch = a.Shapes.Sum(s => s.Count), tokens = a.Shapes.Max(s => s.QLen);
        bool isPrompt = a.Shapes.All(s => s.QLen == s.KvLen) && tokens > 1;
        long keys = (long)Math.Ceiling(a.Shapes.Sum(s => (double)s.Count * s.KvLen) / batch);
        return Kernel(MeasuredKind.Attention, isPrompt ? "prefill_bfloat16" : "decode_bfloat16",
            new(batch, tokens, keys, tokens > 1 ? a.Heads : Math.Max(2 * a.KvHeads, a.Heads), a.KvHeads, a.QkDim)) * (isPrompt ? 1 : stack.AttentionScale);
    }

    /// <summary>A kernel inside a replayed graph that does nothing but move bytes from and to DRAM.</summary>
    private double Streamed(double bytes) => model.Chip.NodeGapUs + model.Shared.StartUs + (bytes / model.Shared.Dram(model.Chip) / model.Chip.CyclesPerUs);

    private static double Bytes(VectorOperation vector) =>
        vector.Inputs * (double)vector.Input.Store(OperandRole.Output, vector.Cols, vector.Rows).Bytes + vector.OutputBytes(vector.Rows, vector.Cols);

    private double Kernel(MeasuredKind kind, string dtype, MeasuredShape shape) =>
        model.Run(new MeasuredKernel { Kind = kind, Machine = model.Chip.Name, Dtype = dtype, Shape = shape, LatencyUs = 1, Place = "" })?.Microseconds
        ?? throw new InfeasibleException($"{model.Chip.Name} has no kernels for {dtype}");
}
