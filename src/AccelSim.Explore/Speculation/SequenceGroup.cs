namespace AccelSim.Explore.Speculation;

/// <summary>Sequences of a batch with equal contexts.</summary>
/// <param name="Count">Sequences.</param>
/// <param name="Context">Tokens in the cache of each when a decode step's attention runs, its own included.</param>
public readonly record struct SequenceGroup(long Count, long Context);
