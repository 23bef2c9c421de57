namespace AccelSim.Explore.Results;

/// <summary>Says in a few words, without the path, why a file operation failed.</summary>
internal static class IoReason
{
    public static string Of(Exception error) => error switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such directory",
        UnauthorizedAccessException => "permission denied, or it is a directory",
        PathTooLongException => "the path is too long",
        // .NET puts the operating system's words first and the path after " : '".
        _ => error.Message.Split(" : '")[0].TrimEnd('.').ToLowerInvariant() is { Length: > 0 } words ? words : error.GetType().Name,
    };
}
