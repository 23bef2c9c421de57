namespace AccelSim.Explore.Sweeps;

/// <summary>How far the sweep of a journal is.</summary>
/// <param name="Finished">Whole records.</param>
/// <param name="Points">Points that the sweep, or the shard, has.</param>
/// <param name="IsRunning">Whether a process holds it.</param>
public sealed record JournalState(long Finished, long Points, bool IsRunning);
