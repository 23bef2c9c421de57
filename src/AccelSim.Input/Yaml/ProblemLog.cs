using System.Collections.Immutable;

namespace AccelSim.Input.Yaml;

/// <summary>Collects the problems of one reading, and knows the dotted key that is being read.</summary>
public sealed class ProblemLog
{
    private readonly List<Problem> problems = [];
    private readonly List<string> path = [];

    public bool IsEmpty => problems.Count == 0;

    public int Count => problems.Count;

    /// <summary>Dotted key of what is being read, with list positions in brackets: <c>axes[2].values</c>.</summary>
    public string Path => string.Join('.', path).Replace(".[", "[", StringComparison.Ordinal);

    public void Enter(string key) => path.Add(key);

    public void Leave() => path.RemoveAt(path.Count - 1);

    /// <summary>Reports a problem of the key that is being read.</summary>
    public void Add(Position at, string message) => problems.Add(new Problem(at, Path, message));

    /// <summary>Reports a problem of a key below the one that is being read.</summary>
    public void Add(Position at, string key, string message)
    {
        Enter(key);
        Add(at, message);
        Leave();
    }

    /// <summary>Reports a problem under its full dotted key.</summary>
    public void AddAbsolute(Position at, string dotted, string message) => problems.Add(new Problem(at, dotted, message));

    /// <summary>Takes over the problems of another input.</summary>
    public void AddRange(ImmutableArray<Problem> others) => problems.AddRange(others);

    /// <summary>All problems, by source in order of appearance, then by position.</summary>
    public ImmutableArray<Problem> Sorted()
    {
        List<string> sources = [.. problems.Select(p => p.File).Distinct()];
        return [.. problems.OrderBy(p => sources.IndexOf(p.File)).ThenBy(p => p.Line).ThenBy(p => p.Column)];
    }
}
