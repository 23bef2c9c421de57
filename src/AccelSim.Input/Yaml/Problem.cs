namespace AccelSim.Input.Yaml;

/// <summary>One thing that is wrong with an input.</summary>
/// <param name="File">Path as the user named it, or <c>--set key=value</c>.</param>
/// <param name="Line">From 1; 0 where there are no lines.</param>
/// <param name="Column">From 1; 0 where there are no lines.</param>
/// <param name="Path">Dotted key, empty for the file as a whole.</param>
/// <param name="Message">What is wrong, and what is allowed.</param>
public sealed record Problem(string File, int Line, int Column, string Path, string Message)
{
    public Problem(Position at, string path, string message) : this(at.Source, at.Line, at.Column, path, message)
    {
    }

    /// <summary>Form of the contract: <c>file:line:column: key: what is wrong, what is allowed</c>.</summary>
    public override string ToString()
    {
        string place = new Position(File, Line, Column).ToString();
        return Path.Length == 0 ? $"{place}: {Message}" : $"{place}: {Path}: {Message}";
    }
}
