using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>
/// Causal attention within a sliding window, written as causal shapes without one. The band of visible keys is cut into chunks of a window's
/// queries: each chunk sees its own keys (a lower triangle) and, of the window before, one key fewer per row (an upper triangle, which has
/// as many pairs as a lower one of equal sides). Pairs are exact; queries and outputs of a chunk are billed once for each of its two parts.
/// </summary>
public static class WindowedAttention
{
    /// <summary>Shapes whose pairs are those of <paramref name="shape"/> with every query limited to its last <paramref name="window"/> keys.</summary>
    public static IEnumerable<AttentionShape> Cut(AttentionShape shape, long window)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        long past = shape.KvLen - shape.QLen;
        long free = Math.Clamp(window - past, 0, shape.QLen);
        if (free > 0)
            yield return shape with { QLen = free, KvLen = past + free };
        long left = shape.QLen - free;
        long whole = left / window;
        if (whole > 0)
        {
            foreach (AttentionShape part in Chunk(whole * shape.Count, window, window))
                yield return part;
        }
        if (left % window > 0)
        {
            foreach (AttentionShape part in Chunk(shape.Count, left % window, window))
                yield return part;
        }
    }

    /// <summary>A chunk of at most a window's queries that has at least window - 1 keys before it.</summary>
    private static IEnumerable<AttentionShape> Chunk(long count, long queries, long window)
    {
        if (queries == 1)
        {
            yield return new(count, 1, window);
            yield break;
        }
        yield return new(count, queries, queries);
        if (window > 1)
            yield return new(count, Math.Min(queries, window - 1), window - 1);
    }
}
