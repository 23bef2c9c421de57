using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>
/// Where a table comes from. It holds no time, no machine and no absolute path: the same input gives the same bytes.
/// </summary>
/// <param name="Command">Arguments as <see cref="PortableCommand"/> gives them, the verb first.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Inputs">Files that the result depends on, by name.</param>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="Engine">The engine that timed the points.</param>
/// <param name="Points">Points of the whole sweep, those of other shards included.</param>
/// <param name="Counts">How the points in the table beside it ended.</param>
/// <param name="Shard">Which shard the table beside it is, as I/N; null for a whole one.</param>
/// <param name="Plot">What is drawn of it; null for nothing.</param>
public sealed record Provenance(
    ImmutableArray<string> Command, string Version, ImmutableArray<InputFile> Inputs, long Seed, string Engine, long Points,
    PointCounts Counts, string? Shard = null, PlotPlan? Plot = null)
{
    /// <summary>Name of the file beside a results table.</summary>
    public const string FileName = "provenance.json";

    // They say where to write and how to get there, which no result may depend on.
    private static readonly string[] WithoutEffect = ["--out", "--jobs", "--shard", "--max-points"];
    private static readonly string[] FlagsWithoutEffect = ["--fresh"];

    /// <summary>The arguments that a result depends on: those for output and parallelism are dropped, absolute paths cut to their last part.</summary>
    public static ImmutableArray<string> PortableCommand(IReadOnlyList<string> arguments)
    {
        var kept = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (FlagsWithoutEffect.Contains(argument) || WithoutEffect.Any(o => argument.StartsWith(o + "=", StringComparison.Ordinal))) continue;
            if (WithoutEffect.Contains(argument)) i++;
            else kept.Add(Path.IsPathRooted(argument) ? InputFile.Portable(argument) : argument);
        }
        return kept.ToImmutable();
    }
}
