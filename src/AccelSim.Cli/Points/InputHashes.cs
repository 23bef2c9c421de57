using System.Collections.Immutable;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Points;

/// <summary>Hashes of the files that a result depends on.</summary>
internal static class InputHashes
{
    public static ImmutableArray<InputFile> Of(IEnumerable<string> paths) =>
        [.. paths.Distinct().Where(File.Exists).Order(StringComparer.Ordinal).Select(path => InputFile.Of(path, File.ReadAllBytes(path)))];
}
