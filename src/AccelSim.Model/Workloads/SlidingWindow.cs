namespace AccelSim.Model.Workloads;

/// <summary>
/// Attention to the last <paramref name="Tokens"/> tokens only, the query's own included. Layers repeat a pattern:
/// <paramref name="SlidingRun"/> layers with the window, then <paramref name="FullRun"/> without (0 when every layer slides).
/// </summary>
public sealed record SlidingWindow(long Tokens, int SlidingRun = 1, int FullRun = 0)
{
    public bool Covers(int layer) => layer % (SlidingRun + FullRun) < SlidingRun;
}
