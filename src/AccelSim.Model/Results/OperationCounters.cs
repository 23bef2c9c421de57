namespace AccelSim.Model.Results;

/// <summary>
/// Everything an engine counts for one operation on one chip. Both engines must agree on every field.
/// Statistics are decided before the state they describe changes; counters are overflow-checked.
/// </summary>
public sealed class OperationCounters : IEquatable<OperationCounters>
{
    /// <summary>Cycles per stall cause; with <see cref="ComputeCycles"/> they add up to <see cref="Cycles"/>.</summary>
    public long[] Stalls { get; } = new long[Enum.GetValues<StallCause>().Length];

    public long Cycles;
    public long ComputeCycles;
    public long IssuedMacs;
    public long Tokens;
    public long DenseBusyCycles;
    public long SparseBusyCycles;
    public long RescaleBusyCycles;
    public long VectorBusyCycles;
    public long DramReadBytes;
    public long DramWriteBytes;
    public long DramBursts;
    public long RowHits;
    public long RowMisses;
    public long RowConflicts;
    public long Activations;
    public long Precharges;
    public long Refreshes;
    public long SharedReadBytes;
    public long SharedWriteBytes;
    public long ScratchpadReadBytes;
    public long ScratchpadWriteBytes;

    /// <summary>Partial sums that systolic arrays read back from scratchpads.</summary>
    public long SumReadBytes;

    /// <summary>Partial sums and results that systolic arrays write to scratchpads.</summary>
    public long SumWriteBytes;
    public long NetworkBytes;
    public long LinkBytes;
    public long Steps;

    /// <summary>Name and value of every counter, for comparison and printing.</summary>
    public IEnumerable<(string Name, long Value)> All()
    {
        yield return (nameof(Cycles), Cycles);
        yield return (nameof(ComputeCycles), ComputeCycles);
        foreach (StallCause cause in Enum.GetValues<StallCause>()) yield return ("Stall" + cause, Stalls[(int)cause]);
        yield return (nameof(IssuedMacs), IssuedMacs);
        yield return (nameof(Tokens), Tokens);
        yield return (nameof(DenseBusyCycles), DenseBusyCycles);
        yield return (nameof(SparseBusyCycles), SparseBusyCycles);
        yield return (nameof(RescaleBusyCycles), RescaleBusyCycles);
        yield return (nameof(VectorBusyCycles), VectorBusyCycles);
        yield return (nameof(DramReadBytes), DramReadBytes);
        yield return (nameof(DramWriteBytes), DramWriteBytes);
        yield return (nameof(DramBursts), DramBursts);
        yield return (nameof(RowHits), RowHits);
        yield return (nameof(RowMisses), RowMisses);
        yield return (nameof(RowConflicts), RowConflicts);
        yield return (nameof(Activations), Activations);
        yield return (nameof(Precharges), Precharges);
        yield return (nameof(Refreshes), Refreshes);
        yield return (nameof(SharedReadBytes), SharedReadBytes);
        yield return (nameof(SharedWriteBytes), SharedWriteBytes);
        yield return (nameof(ScratchpadReadBytes), ScratchpadReadBytes);
        yield return (nameof(ScratchpadWriteBytes), ScratchpadWriteBytes);
        yield return (nameof(SumReadBytes), SumReadBytes);
        yield return (nameof(SumWriteBytes), SumWriteBytes);
        yield return (nameof(NetworkBytes), NetworkBytes);
        yield return (nameof(LinkBytes), LinkBytes);
        yield return (nameof(Steps), Steps);
    }

    public bool Equals(OperationCounters? other) => other is not null && All().SequenceEqual(other.All());

    public override bool Equals(object? obj) => Equals(obj as OperationCounters);

    public override int GetHashCode() => Cycles.GetHashCode();
}
