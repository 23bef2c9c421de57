namespace AccelSim.Model.Rooflines;

/// <summary>The roofline of a machine: what operations and bytes take at the least (identities reference, section 2).</summary>
/// <param name="OperationsPerSecond">Peak, two operations per MAC.</param>
/// <param name="BytesPerSecond">Memory bandwidth.</param>
public readonly record struct Roofline(double OperationsPerSecond, double BytesPerSecond)
{
    /// <summary>Operations per byte at which both limits meet.</summary>
    public double Ridge => OperationsPerSecond / BytesPerSecond;

    /// <summary>Operations per second that an intensity (operations per byte) allows.</summary>
    public double Attainable(double intensity) => Math.Min(OperationsPerSecond, intensity * BytesPerSecond);

    /// <summary>Seconds that no run goes below.</summary>
    public double Seconds(double operations, double bytes) => Math.Max(operations / OperationsPerSecond, bytes / BytesPerSecond);

    /// <summary>
    /// Speed-up of weights of so many bits over 16 bits in a linear layer of <paramref name="batch"/> rows whose MAC rate stays the same:
    /// max(1, M/ridge) / max(w/16, M/ridge).
    /// </summary>
    public double WeightOnlySpeedup(double bits, double batch) => Math.Max(1, batch / Ridge) / Math.Max(bits / 16, batch / Ridge);
}
