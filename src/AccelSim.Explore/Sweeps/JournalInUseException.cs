namespace AccelSim.Explore.Sweeps;

/// <summary>Another process runs a sweep in this directory.</summary>
public sealed class JournalInUseException(string path)
    : Exception($"{path}: another process runs a sweep in this directory; wait for it, or choose another directory");
