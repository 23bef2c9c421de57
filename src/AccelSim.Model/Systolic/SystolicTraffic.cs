namespace AccelSim.Model.Systolic;

/// <summary>Elements between a systolic array and its local memory for one product (identities reference, 1.4).</summary>
/// <param name="ReadsA">Elements of A read.</param>
/// <param name="ReadsB">Elements of B read.</param>
/// <param name="Writes">Results and partial sums written.</param>
/// <param name="SumReads">Partial sums read back.</param>
public readonly record struct SystolicTraffic(long ReadsA, long ReadsB, long Writes, long SumReads);
