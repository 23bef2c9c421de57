using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Explore.Sweeps;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Results;

/// <summary>
/// Puts the tables of disjoint shards of one sweep together in point order: the bytes are those of one process that did
/// it all.
/// </summary>
public static class ResultMerge
{
    /// <summary>Merges shards; the order in which they are given does not matter.</summary>
    public static MergeResult Combine(IReadOnlyList<ShardTable> shards)
    {
        if (shards.Count == 0) return new MergeResult(null, null, ["there is nothing to merge; name the directory of every shard"]);
        var problems = ImmutableArray.CreateBuilder<string>();
        problems.AddRange(shards.Skip(1).SelectMany(s => Differences(shards[0], s)));
        // Points of different sweeps have nothing to do with one another, so further complaints would mislead.
        if (problems.Count == 0) problems.AddRange(Overlaps(shards));
        if (problems.Count == 0) problems.AddRange(Gaps(shards));
        if (problems.Count > 0) return new MergeResult(null, null, problems.ToImmutable());

        ResultSheet sheet = Join(shards);
        return new MergeResult(sheet, Whole(shards, sheet), []);
    }

    /// <summary>Reads the results table and the provenance of a shard's directory.</summary>
    /// <param name="directory">Holds <c>results.csv</c> and, as a rule, <c>provenance.json</c>.</param>
    /// <param name="problems">Receives what cannot be read.</param>
    /// <returns>Null when there is a problem.</returns>
    public static ShardTable? ReadDirectory(string directory, ICollection<string> problems)
    {
        ResultReading reading = ResultCsv.ReadFile(Path.Combine(directory, "results.csv"));
        foreach (ResultProblem problem in reading.Problems) problems.Add(problem.ToString());
        string path = Path.Combine(directory, Provenance.FileName);
        Provenance? provenance = null;
        try
        {
            if (File.Exists(path)) provenance = ProvenanceJson.Read(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path}: {(error is FormatException ? error.Message : "cannot be read: " + IoReason.Of(error))}");
            return null;
        }
        return reading.Sheet is { } sheet ? new ShardTable(directory, sheet, provenance) : null;
    }

    private static IEnumerable<string> Differences(ShardTable first, ShardTable other)
    {
        if (!first.Sheet.Table.AxisNames.SequenceEqual(other.Sheet.Table.AxisNames))
            yield return $"{other.Name}: sweeps {List(other.Sheet.Table.AxisNames)}, but {first.Name} sweeps {List(first.Sheet.Table.AxisNames)}; shards of one sweep have the same keys";
        if (!first.Sheet.ExtraColumns.SequenceEqual(other.Sheet.ExtraColumns))
            yield return $"{other.Name}: has the further columns {List(other.Sheet.ExtraColumns)}, but {first.Name} has {List(first.Sheet.ExtraColumns)}; merge results of one version";
        if (first.Provenance is not { } a || other.Provenance is not { } b) yield break;
        if (a.Version != b.Version) yield return $"{other.Name}: was made by version {b.Version}, but {first.Name} by {a.Version}";
        if (a.Seed != b.Seed) yield return Invariant($"{other.Name}: has seed {b.Seed}, but {first.Name} has {a.Seed}");
        if (a.Engine != b.Engine) yield return $"{other.Name}: was timed by engine {b.Engine}, but {first.Name} by {a.Engine}";
        if (a.Points != b.Points) yield return Invariant($"{other.Name}: belongs to a sweep of {b.Points} points, but {first.Name} to one of {a.Points}");
        if (!a.Command.SequenceEqual(b.Command)) yield return $"{other.Name}: comes from '{string.Join(' ', b.Command)}', but {first.Name} from '{string.Join(' ', a.Command)}'";
        foreach (InputFile file in a.Inputs.Except(b.Inputs)) yield return $"{other.Name}: its input {file.Name} is not that of {first.Name}";
    }

    private static IEnumerable<string> Overlaps(IReadOnlyList<ShardTable> shards)
    {
        HashSet<long>[] points = [.. shards.Select(s => s.Sheet.Rows.Select(r => r.Point).ToHashSet())];
        for (int b = 1; b < shards.Count; b++)
        {
            for (int a = 0; a < b; a++)
            {
                long[] both = [.. points[b].Where(points[a].Contains).Order()];
                if (both.Length > 0) yield return $"{shards[b].Name}: points {PointRanges.Text(both)} are in {shards[a].Name} too; each point belongs to one shard";
            }
        }
    }

    private static IEnumerable<string> Gaps(IReadOnlyList<ShardTable> shards)
    {
        HashSet<long> there = [.. shards.SelectMany(s => s.Sheet.Rows.Select(r => r.Point))];
        // Without a provenance the end of the sweep is unknown, so only gaps before the last point can be seen.
        long end = shards.Select(s => s.Provenance?.Points).OfType<long>().DefaultIfEmpty(there.Count == 0 ? 0 : there.Max() + 1).Max();
        if (there.Count == end) yield break;
        // A whole table or shard lacks only the points that constraints leave out.
        Shard[] whole = [.. shards.Where(IsWhole).Select(s => s.Provenance!.Shard is { } part ? Shard.Parse(part, out _) : Shard.Whole).OfType<Shard>()];
        long[] missing = [.. Count(end).Where(p => !there.Contains(p) && !whole.Any(s => s.Has(p)))];
        if (missing.Length > 0) yield return Invariant($"points {PointRanges.Text(missing)} are missing, {missing.Length} of {end}; run the shards that hold them, then merge again");
    }

    private static bool IsWhole(ShardTable shard) => shard.Provenance?.Counts == PointCounts.Of(shard.Sheet.Rows);

    private static IEnumerable<long> Count(long end)
    {
        for (long point = 0; point < end; point++) yield return point;
    }

    private static ResultSheet Join(IReadOnlyList<ShardTable> shards)
    {
        var rows = shards.SelectMany(s => Enumerable.Range(0, s.Sheet.Rows.Length).Select(row => (s.Sheet, Row: row)));
        // The sort is stable, so the operation rows of a point keep their order.
        (ResultSheet Sheet, int Row)[] ordered = [.. rows.OrderBy(r => r.Sheet.Rows[r.Row].Point)];
        ResultSheet first = shards[0].Sheet;
        return first with
        {
            Table = new ResultTable(first.Table.AxisNames, [.. ordered.Select(r => r.Sheet.Rows[r.Row])]),
            ExtraCells = first.ExtraColumns.IsEmpty ? [] : [.. ordered.Select(r => r.Sheet.ExtraCells[r.Row])],
        };
    }

    private static Provenance? Whole(IReadOnlyList<ShardTable> shards, ResultSheet sheet) =>
        shards.All(s => s.Provenance is not null)
            ? shards[0].Provenance! with { Shard = null, Counts = PointCounts.Of(sheet.Rows) }
            : null;

    private static string List(ImmutableArray<string> names) => names.IsEmpty ? "nothing" : string.Join(", ", names);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
