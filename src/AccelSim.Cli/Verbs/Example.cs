namespace AccelSim.Cli.Verbs;

/// <summary>Texts of <c>--help</c>.</summary>
internal static class Example
{
    /// <summary>A description with a command to try under it.</summary>
    public static string Of(string description, params string[] commands) =>
        $"{description}\n\nExample{(commands.Length > 1 ? "s" : "")}:\n{string.Join('\n', commands.Select(c => "  " + c))}";
}
