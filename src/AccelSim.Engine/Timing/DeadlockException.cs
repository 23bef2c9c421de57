namespace AccelSim.Engine.Timing;

/// <summary>
/// Nothing can ever happen again although steps are left: the stream waits for signals that no step can give.
/// The message names the head of every queue with the registers it waits for, and the state of every component.
/// </summary>
public sealed class DeadlockException(long cycle, string report)
    : InvalidOperationException($"deadlock at cycle {cycle}: nothing can happen any more\n{report}")
{
    /// <summary>The first core cycle after which nothing could happen.</summary>
    public long Cycle => cycle;
}
