namespace AccelSim.Explore.Results;

/// <summary>A file could not be written. The message is one line that names the file and the cause; the old file is untouched.</summary>
public sealed class WriteFailedException(string path, Exception cause)
    : IOException($"{path}: cannot be written: {Reason(cause)}", cause)
{
    // Of a file that is to be made, what is missing is the directory around it.
    private static string Reason(Exception cause) => cause is FileNotFoundException or DirectoryNotFoundException
        ? "its directory does not exist, or takes no files" : IoReason.Of(cause);
}
