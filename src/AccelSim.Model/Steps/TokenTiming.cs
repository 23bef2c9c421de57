namespace AccelSim.Model.Steps;

/// <summary>
/// Service times, in core cycles, of one token: one output block of the tensor unit (Rows x Cols outputs) over the K extent of a tile.
/// A stage with service 0 is absent for the token. docs/ENGINE.md, section "Tensor pipeline", gives the rules.
/// </summary>
/// <param name="Fetch">Operands from the scratchpad; at least 1.</param>
/// <param name="Gather">Mask and gather stage of SQ activations.</param>
/// <param name="Dense">Cycles between issues of the dense unit; at least 1.</param>
/// <param name="DenseLatency">From issue to result; not below <paramref name="Dense"/>.</param>
/// <param name="Select">Operand selector of the sparse unit.</param>
/// <param name="Sparse">Sparse high-precision unit.</param>
/// <param name="SparseLatency">From its issue to its result; not below <paramref name="Sparse"/>.</param>
/// <param name="Rescale">Rescale unit.</param>
/// <param name="RescaleLatency">From the end of its issue to its result.</param>
/// <param name="SparseQueue">Tokens whose selected operands may wait for the sparse unit.</param>
/// <param name="RescaleQueue">Tokens that may wait for the rescale unit.</param>
/// <param name="FetchBytes">Operand bytes read from the scratchpad per token and core.</param>
public readonly record struct TokenTiming(
    long Fetch, long Gather, long Dense, long DenseLatency,
    long Select, long Sparse, long SparseLatency,
    long Rescale, long RescaleLatency, int SparseQueue, int RescaleQueue, long FetchBytes);
