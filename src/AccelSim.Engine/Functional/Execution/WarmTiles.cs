namespace AccelSim.Engine.Functional.Execution;

/// <summary>Weights that the operation before left in the shared buffer, as far as loads have found them there; the order of the loads does not matter.</summary>
internal sealed class WarmTiles(long bytes)
{
    private readonly HashSet<(int Shape, int Group, int Wave, int? KStep)> taken = [];
    private long left = bytes;

    /// <summary>Whether a tile, read there once, can be among them.</summary>
    public bool Take(int shape, int group, int wave, int kStep, long size) => taken.Add((shape, group, wave, kStep)) && Fits(size);

    /// <summary>Whether all of K of a wave, which stays there for later loads, can be among them.</summary>
    public bool Hold(int shape, int group, int wave, long size) => !taken.Add((shape, group, wave, null)) || Fits(size);

    private bool Fits(long size) => (left -= size) >= 0;
}
