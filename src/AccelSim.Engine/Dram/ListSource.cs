namespace AccelSim.Engine.Dram;

/// <summary>Requests given one by one, as from a trace.</summary>
/// <param name="lines">Requests per pseudo-channel, in order.</param>
public sealed class ListSource(IReadOnlyList<IReadOnlyList<DramRequest>> lines) : RequestSource
{
    public override long Count(int pseudo) => lines[pseudo].Count;

    public override DramRequest Next(int pseudo, long index) => lines[pseudo][(int)index];
}
