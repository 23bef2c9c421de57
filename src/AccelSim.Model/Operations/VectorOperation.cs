using AccelSim.Model.Formats;

namespace AccelSim.Model.Operations;

/// <summary>
/// An element-wise operation or row reduction on Rows x Cols elements: norm, RoPE, activation function, residual add,
/// quantisation of activations, embedding read.
/// </summary>
public sealed record VectorOperation : Operation
{
    public required long Rows { get; init; }

    /// <summary>Elements of a row; a row is never split between cores, so that reductions along it stay local.</summary>
    public required long Cols { get; init; }

    /// <summary>Tensors of Rows x Cols read (2 for a residual add or a gated activation).</summary>
    public int Inputs { get; init; } = 1;

    public required NumberFormat Input { get; init; }

    public required NumberFormat Output { get; init; }

    /// <summary>Rows x Cols tensors written; a norm that also stores its sum writes 2.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Format of every tensor written after the first (the residual sum beside its quantised norm); null where it is that of <see cref="Output"/>.</summary>
    public NumberFormat? SideOutput { get; init; }

    /// <summary>Bytes of all tensors written, for a part of <paramref name="rows"/> by <paramref name="cols"/> elements.</summary>
    public long OutputBytes(long rows, long cols) =>
        Output.Store(OperandRole.Output, cols, rows).Bytes + (Outputs - 1) * (SideOutput ?? Output).Store(OperandRole.Output, cols, rows).Bytes;

    /// <summary>Work per element.</summary>
    public required VectorWork WorkPerElement { get; init; }

    public override long Macs => 0;
}
