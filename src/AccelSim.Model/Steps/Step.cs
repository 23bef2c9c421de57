namespace AccelSim.Model.Steps;

/// <summary>
/// One step of the lowered stream, executed by all cores of the cohort together. Timing reads kinds, waits, extents;
/// the functional path reads work and position; both in this order.
/// </summary>
public struct Step
{
    public StepKind Kind;
    public StepWork Work;
    public Operand Operand;

    /// <summary>Load: the bytes lie in the shared buffer already.</summary>
    public bool FromSharedBuffer;

    /// <summary>Load: the bytes are kept in the shared buffer for later loads and do not go on to the cores. Store: they stay there for the next operation.</summary>
    public bool StopsAtSharedBuffer;

    public TilePosition Position;

    /// <summary>At most four registers to wait for.</summary>
    public Wait Wait0, Wait1, Wait2, Wait3;

    /// <summary>Tensor: registers signalled when the last operand has been read; -1 for none.</summary>
    public sbyte Early0, Early1;

    /// <summary>Registers signalled when the step is complete; -1 for none.</summary>
    public sbyte Done0, Done1;

    /// <summary>Load, Store: first byte in the chip's memory; starts on bus 0.</summary>
    public long Address;

    /// <summary>Load, Store: distinct bytes of the whole cohort (multicast counted once).</summary>
    public long Bytes;

    /// <summary>Load, Store, Exchange: bytes over the link of the busiest core.</summary>
    public long BytesPerCore;

    /// <summary>Load: bytes written into all scratchpads together (multicast counted per receiver). Store, Exchange: bytes read from all of them.</summary>
    public long BytesAllCores;

    /// <summary>Tensor: row of the token table of the lowered operation.</summary>
    public int Token;

    /// <summary>Tensor: tokens of one core. Lockstep: a core with an edge tile issues as many, on zeros.</summary>
    public long Tokens;

    /// <summary>Vector: cycles the vector unit is busy on the lead core.</summary>
    public long Cycles;

    /// <summary>Tensor: unmasked or masked MAC pairs of true elements in all cores; padding excluded.</summary>
    public long Macs;

    /// <summary>Tensor: partial sums that the arrays of all cores read back from the scratchpads, and sums that they write there, bytes.</summary>
    public long SumReadBytes, SumWriteBytes;

    /// <summary>Cores with work in this step.</summary>
    public int ActiveCores;

    public static Step Of(StepKind kind) => new()
    {
        Kind = kind,
        Wait0 = Wait.None,
        Wait1 = Wait.None,
        Wait2 = Wait.None,
        Wait3 = Wait.None,
        Early0 = -1,
        Early1 = -1,
        Done0 = -1,
        Done1 = -1,
    };
}
