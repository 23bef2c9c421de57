namespace AccelSim.Engine.Kernels;

/// <summary>What a kernel, or the few kernels of an operation, take and why.</summary>
/// <param name="Cycles">Core cycles at the boost clock, rounded up.</param>
/// <param name="Microseconds">The same as time.</param>
/// <param name="ComputeUs">Rounds of tiles over cores, were memory infinitely fast.</param>
/// <param name="MemoryUs">DRAM traffic at its sustained rate.</param>
/// <param name="ThrottleUs">Time added by the power cap.</param>
/// <param name="BesideUs">Other kernels of the operation: quantisers, reductions of split K.</param>
/// <param name="Rows">Tokens of a tile.</param>
/// <param name="Columns">Outputs of a tile.</param>
/// <param name="Split">Parts of K, or of the cache.</param>
/// <param name="Rounds">Rounds of tiles over cores.</param>
public readonly record struct KernelTime(long Cycles, double Microseconds, double ComputeUs, double MemoryUs, double ThrottleUs, double BesideUs,
    int Rows, int Columns, int Split, double Rounds)
{
    /// <summary>One line for a person.</summary>
    public string Explained => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"tile {Rows}x{Columns}, split {Split}, {Rounds:0.##} rounds: compute {ComputeUs:0.0}, memory {MemoryUs:0.0}, power cap +{ThrottleUs:0.0}, other kernels {BesideUs:0.0} us");
}
