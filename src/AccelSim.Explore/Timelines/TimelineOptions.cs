namespace AccelSim.Explore.Timelines;

/// <summary>What of a run a timeline shows.</summary>
/// <param name="From">First core cycle of each operation.</param>
/// <param name="To">End of the window; null for as far as <see cref="MostEvents"/> reach.</param>
/// <param name="FirstBus">First DRAM bus (pseudo-channel) with lanes.</param>
/// <param name="LastBus">Last one.</param>
public sealed record TimelineOptions(long From = 0, long? To = null, int FirstBus = 0, int LastBus = 7)
{
    /// <summary>Events of an operation that are shown when no window is given: a file of all operations of a model stays below about 50 MB.</summary>
    public const int MostEvents = 20_000;

    /// <summary>Whether a bus has lanes.</summary>
    public bool Shows(int bus) => bus >= FirstBus && bus <= LastBus;
}
