using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Where the tiles of one GEMM shape lie: extents of waves and of the cores in them. Core (g, m, n, part) takes instance gw*CoresG+g, row tile
/// mw*CoresM+m, column tile nw*CoresN+n and K tiles part*KSteps .. (part+1)*KSteps-1. The only place that knows; lowering sums the cohort, the
/// functional path asks for single cores.
/// </summary>
internal sealed class GemmTiles
{
    private readonly GemmShape shape;
    private readonly Mapping map;
    private readonly long kTiles;

    public GemmTiles(GemmShape shape, Mapping map)
    {
        (this.shape, this.map) = (shape, map);
        GroupWaves = Ceiling(shape.Count, map.CoresG);
        MWaves = Ceiling(shape.M, (long)map.TileM * map.CoresM);
        NWaves = Ceiling(shape.N, (long)map.TileN * map.CoresN);
        kTiles = Ceiling(shape.K, map.TileK);
        KSteps = Ceiling(kTiles, map.CoresK);
    }

    public long GroupWaves { get; }

    public long MWaves { get; }

    public long NWaves { get; }

    /// <summary>K tiles of one part of the K partition: steps of an output tile.</summary>
    public long KSteps { get; }

    public long WaveRows(long mWave) => Math.Min((long)map.TileM * map.CoresM, shape.M - mWave * map.TileM * map.CoresM);

    public long WaveCols(long nWave) => Math.Min((long)map.TileN * map.CoresN, shape.N - nWave * map.TileN * map.CoresN);

    /// <summary>Instances that a wave of groups computes.</summary>
    public long Groups(long groupWave) => Math.Min(map.CoresG, shape.Count - groupWave * map.CoresG);

    /// <summary>K elements that all parts of the K partition multiply in a step.</summary>
    public long WaveK(long kStep)
    {
        long parts = Parts(kStep);
        bool hasLast = kStep + (parts - 1) * KSteps == kTiles - 1;
        return parts * map.TileK - (hasLast ? kTiles * map.TileK - shape.K : 0);
    }

    /// <summary>Parts of the K partition with a tile at this step.</summary>
    public long Parts(long kStep) => Math.Min(map.CoresK, (kTiles - 1 - kStep) / KSteps + 1);

    /// <summary>Instance of core g; the shape's count or more for none.</summary>
    public long Instance(long groupWave, int g) => groupWave * map.CoresG + g;

    /// <summary>Rows of core m of a wave; core 0 has the most.</summary>
    public Extent Rows(long mWave, int m) => Extent.Tile(mWave * map.CoresM + m, map.TileM, shape.M);

    /// <summary>Columns of core n of a wave; core 0 has the most.</summary>
    public Extent Cols(long nWave, int n) => Extent.Tile(nWave * map.CoresN + n, map.TileN, shape.N);

    /// <summary>K elements of a part at a step; part 0 has the most.</summary>
    public Extent K(long kStep, int part) => Extent.Tile(part * KSteps + kStep, map.TileK, shape.K);
}
