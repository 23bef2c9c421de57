using System.Collections.Immutable;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Points;

/// <summary>Hashes of the files that a result depends on.</summary>
internal static class InputHashes
{
    /// <summary>Sorted by name as the result names them, so that no place on this machine shows in the order.</summary>
    public static ImmutableArray<InputFile> Of(IEnumerable<string> paths) =>
    [
        .. paths.Distinct().Where(File.Exists).Select(path => InputFile.Of(path, File.ReadAllBytes(path))).Distinct()
            .OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Sha256, StringComparer.Ordinal),
    ];
}
