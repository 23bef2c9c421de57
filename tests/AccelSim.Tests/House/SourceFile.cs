using System.Text.RegularExpressions;

namespace AccelSim.Tests.House;

/// <summary>A source file as text.</summary>
/// <param name="Path">Relative to the repository, with slashes.</param>
/// <param name="Lines">Its lines.</param>
internal sealed partial record SourceFile(string Path, string[] Lines)
{
    /// <summary>Namespaces it imports.</summary>
    public IEnumerable<string> Imports => Lines.Select(l => Using().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value);

    /// <summary>Namespaces of this program that it imports or names.</summary>
    public IEnumerable<string> Names(string space) => Code.Where(l => Regex.IsMatch(l, $@"\b{space}\.[A-Z]"));

    /// <summary>Lines that are not comments.</summary>
    public IEnumerable<string> Code => Lines.Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal));

    public string Namespace => Lines.Select(l => FileScoped().Match(l)).FirstOrDefault(m => m.Success)?.Groups[1].Value ?? "";

    [GeneratedRegex(@"^using (?:static )?([\w.]+);")]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex FileScoped();
}
