namespace AccelSim.Model.Results;

/// <summary>
/// Why no tensor or vector unit issued in a cycle. A cycle that is not <c>compute</c> bears the first cause, in the order
/// of this list, that still blocks the next piece of work; so compute plus all stalls equals the cycles, exactly.
/// </summary>
public enum StallCause
{
    /// <summary>The operation's fixed launch overhead.</summary>
    Launch,

    /// <summary>Chip-to-chip link (collectives).</summary>
    Link,

    /// <summary>Waiting for data to arrive from DRAM.</summary>
    Dram,

    /// <summary>Data has left DRAM; the shared buffer's port has not passed it on.</summary>
    SharedBuffer,

    /// <summary>Data is in the on-chip network.</summary>
    Network,

    /// <summary>Scratchpad port: being filled, or delivering operands too slowly.</summary>
    Scratchpad,

    /// <summary>Mask, top-k and gather stage for SQ activations.</summary>
    Gather,

    /// <summary>Operand selector (multiplexer) in front of the sparse high-precision unit.</summary>
    Selector,

    /// <summary>The sparse high-precision unit's queue is full.</summary>
    Sparse,

    /// <summary>The rescale unit's queue is full.</summary>
    Rescale,

    /// <summary>Fill, drain, exchange and dependencies between units of a core.</summary>
    Pipeline,

    /// <summary>Waiting for results to be written back.</summary>
    Write,
}
