using AccelSim.Model.Results;

namespace AccelSim.Explore.Results;

/// <summary>How many points came to which end. A point counts once, however many operation rows it has.</summary>
public sealed record PointCounts(long Ok, long Infeasible, long Failed)
{
    public long All => Ok + Infeasible + Failed;

    /// <summary>Counts the points of a table; a point's end is the worst of its rows.</summary>
    public static PointCounts Of(IEnumerable<ResultRow> rows)
    {
        var ends = new Dictionary<long, PointStatus>();
        foreach (ResultRow row in rows)
            if (!ends.TryGetValue(row.Point, out PointStatus end) || row.Status > end) ends[row.Point] = row.Status;
        return new PointCounts(
            ends.Values.LongCount(s => s == PointStatus.Ok),
            ends.Values.LongCount(s => s == PointStatus.Infeasible),
            ends.Values.LongCount(s => s == PointStatus.Failed));
    }
}
