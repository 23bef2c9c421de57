namespace AccelSim.Explore.Identities;

/// <summary>What became of a law.</summary>
/// <param name="Law">The law.</param>
/// <param name="Cases">Cases judged.</param>
/// <param name="Failures">Those that broke it; 0 is a pass.</param>
/// <param name="WorstSlack">Least slack of all cases, negative where one broke it; 0 for an equality that holds.</param>
/// <param name="FirstFailure">What the first case that broke it said; empty where none did.</param>
public sealed record LawOutcome(Law Law, long Cases, long Failures, double WorstSlack, string FirstFailure);
