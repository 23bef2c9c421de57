namespace AccelSim.Explore.Results;

/// <summary>A file could not be written. The message is one line that names the file and the cause; the old file is untouched.</summary>
public sealed class WriteFailedException(string path, Exception cause)
    : IOException($"{path}: cannot be written: {IoReason.Of(cause)}", cause);
