using AccelSim.Model.Steps;

namespace AccelSim.Tests.Engine.Schedule;

/// <summary>What a stream of steps adds up to, per operand and tile.</summary>
internal sealed class StreamTotals
{
    private readonly Dictionary<(Operand, TilePosition), List<Step>> loads = [];

    public StreamTotals(IEnumerable<Step> stream)
    {
        foreach (Step step in stream)
        {
            Steps.Add(step);
            if (step.Kind != StepKind.Load) continue;
            if (step.StopsAtSharedBuffer)
            {
                Panels.Add(step);
                continue;
            }
            var tile = (step.Operand, TileOf(step));
            if (!loads.TryGetValue(tile, out List<Step>? list)) loads[tile] = list = [];
            list.Add(step);
        }
    }

    public List<Step> Steps { get; } = [];

    /// <summary>Loads that stop in the shared buffer: all of K of a wave of a held operand.</summary>
    public List<Step> Panels { get; } = [];

    public long Macs(StepWork work) => Steps.Where(s => s.Kind == StepKind.Tensor && s.Work == work).Sum(s => s.Macs);

    public IEnumerable<Step> Stores => Steps.Where(s => s.Kind == StepKind.Store);

    /// <summary>All loads of every tile of an operand, in order.</summary>
    public IEnumerable<IReadOnlyList<Step>> Tiles(Operand operand) => loads.Where(l => l.Key.Item1 == operand).Select(l => l.Value);

    /// <summary>Bytes of an operand, every tile counted once.</summary>
    public long DistinctBytes(Operand operand) => Tiles(operand).Sum(loads => loads[0].Bytes);

    /// <summary>Bytes of an operand that come from memory.</summary>
    public long MemoryBytes(Operand operand) =>
        Tiles(operand).SelectMany(loads => loads).Concat(Panels.Where(p => p.Operand == operand)).Where(l => !l.FromSharedBuffer).Sum(l => l.Bytes);

    /// <summary>The coordinates that tell tiles of an operand apart: A has no columns, B no rows.</summary>
    private static TilePosition TileOf(in Step step) => step.Operand switch
    {
        Operand.Activations => step.Position with { NWave = 0 },
        Operand.Weights => step.Position with { MWave = 0 },
        _ => step.Position,
    };
}
