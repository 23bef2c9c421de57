namespace AccelSim.Engine.Kernels;

/// <summary>Neighbouring tiles whose cores run together, so that an operand they share is read from L2 once and multicast to all of them.</summary>
/// <param name="Tokens">Tiles of the cluster along tokens; they share weights.</param>
/// <param name="Outputs">Tiles along outputs; they share activations.</param>
public readonly record struct TileCluster(int Tokens, int Outputs)
{
    /// <summary>Each core reads its own operands.</summary>
    public static TileCluster Single { get; } = new(1, 1);

    /// <summary>What Hopper's BLAS runs: 88 % of the kernels in results/silicon/recorded are in the last three; the others are clusters of eight.</summary>
    private static readonly TileCluster[] Offered = [Single, new(2, 1), new(1, 2), new(1, 4)];

    /// <summary>The cluster that reads least among those that fill up to whole clusters without another round of tiles; the recorded grids need not divide by theirs.</summary>
    public static TileCluster Of(int cores, KernelTile tile, int rows, int columns)
    {
        long rounds = Parts((long)rows * columns, cores);
        TileCluster best = Single;
        foreach (TileCluster cluster in Offered)
        {
            long filled = Parts(rows, cluster.Tokens) * cluster.Tokens * Parts(columns, cluster.Outputs) * cluster.Outputs;
            if (Parts(filled, cores) <= rounds && cluster.Extent(tile.Rows, tile.Columns) < best.Extent(tile.Rows, tile.Columns)) best = cluster;
        }
        return best;
    }

    /// <summary>What of its operands a core has to read by itself.</summary>
    /// <param name="activations">Rows, or bytes, of activations that its tile needs.</param>
    /// <param name="weights">The same of weights.</param>
    public double Extent(double activations, double weights) => (activations / Outputs) + (weights / Tokens);

    private static long Parts(long whole, int part) => (whole + part - 1) / part;
}
