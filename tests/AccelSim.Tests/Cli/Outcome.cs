namespace AccelSim.Tests.Cli;

/// <summary>What a command line came to; the workplace's own path reads as <c>@</c>.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Outcome(int Code, string Out, string Error)
{
    /// <summary>Lines of standard error.</summary>
    public string[] Messages => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
