namespace AccelSim.Explore.Results;

/// <summary>The results of one shard.</summary>
/// <param name="Name">Directory or file, as the user gave it; problems carry it.</param>
/// <param name="Sheet">Its rows.</param>
/// <param name="Provenance">What lies beside it; null when there is none.</param>
public sealed record ShardTable(string Name, ResultSheet Sheet, Provenance? Provenance = null);
