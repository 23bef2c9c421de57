using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>The rows of two tables, paired by key.</summary>
/// <param name="Rows">Row indices in A and B, in A's order.</param>
/// <param name="OnlyInA">Keys without a partner in B.</param>
/// <param name="OnlyInB">Keys without a partner in A.</param>
/// <param name="Ambiguous">Pairs whose key occurs more than once in a table.</param>
internal sealed record RowPairs(ImmutableArray<(int A, int B, RowKey Key)> Rows, ImmutableArray<RowKey> OnlyInA, ImmutableArray<RowKey> OnlyInB, long Ambiguous)
{
    public static RowPairs Join(ResultSheet a, ResultSheet b)
    {
        ImmutableArray<string> axes = [.. a.Table.AxisNames.Where(b.Table.AxisNames.Contains)];
        RowKey[] keysA = Keys(a, axes), keysB = Keys(b, axes);
        var waiting = new Dictionary<RowKey, Queue<int>>();
        for (int row = 0; row < keysB.Length; row++)
        {
            if (!waiting.TryGetValue(keysB[row], out Queue<int>? rows)) waiting.Add(keysB[row], rows = new Queue<int>());
            rows.Enqueue(row);
        }
        HashSet<RowKey> repeated = [.. Repeated(keysA), .. Repeated(keysB)];
        var pairs = ImmutableArray.CreateBuilder<(int, int, RowKey)>();
        var onlyInA = ImmutableArray.CreateBuilder<RowKey>();
        for (int row = 0; row < keysA.Length; row++)
        {
            if (waiting.TryGetValue(keysA[row], out Queue<int>? rows) && rows.TryDequeue(out int partner)) pairs.Add((row, partner, keysA[row]));
            else onlyInA.Add(keysA[row]);
        }
        ImmutableArray<RowKey> onlyInB = [.. waiting.SelectMany(w => w.Value).Order().Select(row => keysB[row])];
        return new RowPairs(pairs.ToImmutable(), onlyInA.ToImmutable(), onlyInB, pairs.Count(p => repeated.Contains(p.Item3)));
    }

    private static IEnumerable<RowKey> Repeated(RowKey[] keys) => keys.GroupBy(k => k).Where(g => g.Count() > 1).Select(g => g.Key);

    private static RowKey[] Keys(ResultSheet sheet, ImmutableArray<string> axes)
    {
        int[] places = [.. axes.Select(name => sheet.Table.AxisNames.IndexOf(name))];
        return [.. sheet.Rows.Select(r => new RowKey(r.Machine, r.Workload, r.Operation, axes, [.. places.Select(p => r.Axes[p])]))];
    }
}
