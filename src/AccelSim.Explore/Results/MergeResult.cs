using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>What came of merging shards: a whole table, or every problem at once.</summary>
/// <param name="Sheet">All rows in point order; null when there is any problem.</param>
/// <param name="Provenance">That of an unsharded run; null when a shard has none.</param>
/// <param name="Problems">Each names the shard and says what is wrong.</param>
public sealed record MergeResult(ResultSheet? Sheet, Provenance? Provenance, ImmutableArray<string> Problems);
