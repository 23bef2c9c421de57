namespace AccelSim.Explore.Timelines;

/// <summary>What a lane does for a while.</summary>
/// <param name="Name">In words.</param>
/// <param name="From">First cycle, of the core or of the DRAM.</param>
/// <param name="To">End.</param>
/// <param name="Dram">Whether cycles are those of the DRAM clock.</param>
/// <param name="Step">Place of its step in the stream; -1 for none.</param>
/// <param name="Detail">Name and value of one thing more, such as bursts or a row; an empty name for none.</param>
internal readonly record struct TimelineSpan(string Name, long From, long To, bool Dram, long Step, (string Name, long Value) Detail);
