namespace AccelSim.Explore.Explanations;

/// <summary>What a changed number buys.</summary>
/// <param name="Key">Dotted key of the machine file.</param>
/// <param name="From">The number as it is, with its unit.</param>
/// <param name="To">The number that was simulated.</param>
/// <param name="ChangePercent">How far that is from what it was.</param>
/// <param name="GainPercent">By how much the latency falls, in percent of what it was; negative where it rises.</param>
public sealed record Gain(string Key, string From, string To, double ChangePercent, double GainPercent);
