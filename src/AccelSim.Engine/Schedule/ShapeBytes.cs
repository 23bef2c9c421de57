using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Engine.Schedule;

/// <summary>Bytes of the whole operands of a shape, which do not depend on the mapping. Attention: A queries, B keys and values of all heads, C output.</summary>
internal readonly record struct ShapeBytes(long A, long B, long C)
{
    public static ShapeBytes Of(Operation operation, int shape) => operation switch
    {
        GemmOperation g => Gemm(g, g.Shapes[shape]),
        _ => default,
    };

    /// <summary>Bytes in the shared buffer for the next operation: its first weights, and all outputs where they stay there.</summary>
    public static long Kept(Operation operation) => operation.PrefetchBytes + (operation.OutputOnChip ? Outputs(operation) : 0);

    private static long Outputs(Operation operation) => operation switch
    {
        GemmOperation g => g.Shapes.Sum(s => Gemm(g, s).C),
        AttentionOperation a => a.Shapes.Sum(s => s.Count * a.Output.Store(OperandRole.Output, a.VDim, s.QLen * a.Heads).Bytes),
        VectorOperation v => v.OutputBytes(v.Rows, v.Cols),
        _ => 0,
    };

    private static ShapeBytes Gemm(GemmOperation g, GemmShape s) => new(
        s.Count * g.Activations.Store(OperandRole.Activations, s.K, s.M).Bytes,
        s.Count * g.Weights.Store(OperandRole.Weights, s.K, s.N).Bytes,
        s.Count * g.Output.Store(OperandRole.Output, s.N, s.M).Bytes);
}
