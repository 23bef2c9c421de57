using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Where the tiles of one attention shape lie. An instance is one key-value head of one sequence; row r of it is query r / Group. Core (g, m, -, part)
/// takes instance gw*CoresG+g, row tile mw*CoresM+m and key tiles part*steps .. (part+1)*steps-1 of the keys that the wave sees. The only place
/// that knows; lowering sums the cohort, the functional path asks for single cores.
/// </summary>
internal sealed class AttentionTiles
{
    private readonly AttentionShape shape;
    private readonly Mapping map;
    private readonly bool isCausal;
    private readonly int group;
    private readonly long granule;

    /// <summary>The wave asked for last: steps ask for the same one many times. A reference, so that threads see a whole one.</summary>
    private Wave latest;

    /// <param name="operation">The operation.</param>
    /// <param name="shape">One of its shapes.</param>
    /// <param name="map">Its mapping.</param>
    public AttentionTiles(AttentionOperation operation, AttentionShape shape, Mapping map)
    {
        (this.shape, this.map, isCausal, group) = (shape, map, operation.Causal, operation.Group);
        granule = operation.KeyValue.Granule;
        Instances = shape.Count * operation.KvHeads;
        Rows = shape.QLen * operation.Group;
        GroupWaves = Ceiling(Instances, map.CoresG);
        MWaves = Ceiling(Rows, (long)map.TileM * map.CoresM);
        latest = Measure(0);
    }

    public long Instances { get; }

    /// <summary>Rows of one instance.</summary>
    public long Rows { get; }

    public long GroupWaves { get; }

    public long MWaves { get; }

    /// <summary>Instances that a wave of groups computes.</summary>
    public long Groups(long groupWave) => Math.Min(map.CoresG, Instances - groupWave * map.CoresG);

    public long WaveRows(long mWave) => Math.Min((long)map.TileM * map.CoresM, Rows - mWave * map.TileM * map.CoresM);

    /// <summary>Keys that any row of the wave sees.</summary>
    public long WaveKeys(long mWave) => Of(mWave).Keys;

    /// <summary>Key tiles of core 0 in a wave.</summary>
    public long KeySteps(long mWave) => Of(mWave).Steps;

    /// <summary>Parts of the key partition with a tile at this step.</summary>
    public long Parts(long mWave, long step)
    {
        Wave wave = Of(mWave);
        return wave.Steps * (map.CoresK - 1) + step < wave.Tiles ? map.CoresK : (wave.Tiles - 1 - step) / wave.Steps + 1;
    }

    /// <summary>Keys that all parts read in a step.</summary>
    public long StepKeys(long mWave, long step) => StepLength(mWave, step, WaveKeys(mWave));

    /// <summary>
    /// Tokens whose values all parts read in a step: as <see cref="StepKeys"/>, but a bank, block or group of which the wave sees a part is read
    /// whole, unless it lies in the tail of the cache, which is not compressed yet.
    /// </summary>
    public long StepValues(long mWave, long step) => StepLength(mWave, step, ValueEnd(mWave));

    /// <summary>Instance of core g; the number of instances or more for none.</summary>
    public long Instance(long groupWave, int g) => groupWave * map.CoresG + g;

    /// <summary>Rows of core m of a wave; core 0 has the most.</summary>
    public Extent RowsOf(long mWave, int m) => Extent.Tile(mWave * map.CoresM + m, map.TileM, Rows);

    /// <summary>Keys of a part at a step of a wave; part 0 has the most.</summary>
    public Extent KeysOf(long mWave, long step, int part) => Extent.Tile(part * KeySteps(mWave) + step, map.TileN, WaveKeys(mWave));

    /// <summary>Tokens whose values a part reads at a step of a wave; part 0 has the most.</summary>
    public Extent ValuesOf(long mWave, long step, int part) => Extent.Tile(part * KeySteps(mWave) + step, map.TileN, ValueEnd(mWave));

    private long ValueEnd(long mWave) => Math.Min(Ceiling(WaveKeys(mWave), granule) * granule, shape.KvLen);

    private Wave Of(long mWave)
    {
        Wave known = latest;
        return known.Number == mWave ? known : latest = Measure(mWave);
    }

    private Wave Measure(long mWave)
    {
        long lastQuery = (mWave * map.TileM * map.CoresM + WaveRows(mWave) - 1) / group;
        long keys = isCausal ? shape.KvLen - shape.QLen + lastQuery + 1 : shape.KvLen, tiles = Ceiling(keys, map.TileN);
        return new Wave(mWave, keys, tiles, Ceiling(tiles, map.CoresK));
    }

    private long StepLength(long mWave, long step, long end)
    {
        long tiles = Ceiling(end, map.TileN), parts = Parts(mWave, step);
        bool hasLast = step + (parts - 1) * KeySteps(mWave) == tiles - 1;
        return parts * map.TileN - (hasLast ? tiles * map.TileN - end : 0);
    }

    /// <summary>Keys that a wave of rows sees, their tiles, and those of core 0.</summary>
    private sealed record Wave(long Number, long Keys, long Tiles, long Steps);
}
