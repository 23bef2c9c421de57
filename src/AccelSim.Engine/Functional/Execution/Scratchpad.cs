using AccelSim.Engine.Schedule;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>What one core holds between steps; buffers go by the registers that say they are full.</summary>
/// <typeparam name="TTile">A loaded operand tile, which knows what it is a tile of.</typeparam>
/// <typeparam name="TAccumulator">Accumulators of an output tile.</typeparam>
internal sealed class Scratchpad<TTile, TAccumulator>
    where TTile : class
    where TAccumulator : class
{
    private readonly TTile?[] tiles = new TTile?[Registers.Count];

    /// <summary>Accumulators by buffer, those being filled included.</summary>
    public TAccumulator?[] Accumulators { get; } = new TAccumulator?[Registers.Slots];

    /// <summary>Accumulators that an exchange has sent on, by buffer.</summary>
    public TAccumulator?[] Sent { get; } = new TAccumulator?[Registers.Slots];

    /// <summary>Finished outputs by buffer.</summary>
    public FinishedTile?[] Outputs { get; } = new FinishedTile?[Registers.Slots];

    /// <summary>Puts a tile into the buffer of a register; null empties it.</summary>
    public void Load(int register, TTile? tile) => tiles[register] = tile;

    /// <summary>The tile in the buffer of a register, or null.</summary>
    public TTile? Tile(int register) => tiles[register];
}
