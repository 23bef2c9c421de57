namespace AccelSim.Explore.Sweeps;

/// <summary>A results directory holds the journal of a sweep with other inputs.</summary>
public sealed class ForeignJournalException(string path)
    : Exception($"{path}: belongs to another sweep or other inputs; choose another directory, or start over with --fresh");
