using System.Collections.Immutable;

namespace AccelSim.Input.Yaml;

/// <summary>What a reader needs beside the nodes: where problems go, and the files of this installation.</summary>
public sealed class ReadContext(InputFiles files)
{
    /// <summary>Problems found so far.</summary>
    public ProblemLog Log { get; } = new();

    /// <summary>Files that names refer to, and the formats that users declared.</summary>
    public InputFiles Files { get; } = files;

    /// <summary>Directory of the file being read, looked at first for names of other files; null for texts without a file.</summary>
    public string? Beside { get; init; }

    /// <summary>Wraps up: the value when nothing was reported, else the problems.</summary>
    public ReadResult<T> Result<T>(T? value) where T : class
    {
        if (!Log.IsEmpty) return ReadResult<T>.Bad(Log.Sorted());
        return value is null ? throw new InvalidOperationException("A reader failed without reporting a problem.") : ReadResult<T>.Good(value);
    }

    /// <summary>Problems so far, sorted.</summary>
    public ImmutableArray<Problem> Problems => Log.Sorted();
}
