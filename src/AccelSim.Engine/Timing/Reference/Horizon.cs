namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// The latest time at which any component is known to end something. Once it has passed with DRAM empty, no state can change
/// again: the trap for deadlocks.
/// </summary>
internal sealed class Horizon
{
    public long Latest { get; private set; }

    public void Expect(long cycle) => Latest = Math.Max(Latest, cycle);
}
