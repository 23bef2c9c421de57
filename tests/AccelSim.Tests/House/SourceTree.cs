using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AccelSim.Tests.House;

/// <summary>The sources as text: what the compiler cannot be asked to enforce is read from them.</summary>
internal static partial class SourceTree
{
    /// <summary>Root of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    /// <summary>Every source file under a folder of the repository, build output left out, with paths relative to the root.</summary>
    public static IEnumerable<SourceFile> Files(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !BuildOutput().IsMatch(relative)
        select new SourceFile(relative, File.ReadAllLines(path));

    /// <summary>Projects of src by folder, with their text.</summary>
    public static IEnumerable<(string Name, string Text)> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(p => (Path.GetFileNameWithoutExtension(p), File.ReadAllText(p)));

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex BuildOutput();
}
