using AccelSim.Explore.Results;

namespace AccelSim.Explore.Reports;

/// <summary>Short names of the rows that a comparison lists: what all of them share is said once, and keys lose their dotted head.</summary>
internal sealed class RowNames
{
    private readonly HashSet<string> shared;
    private readonly bool shortKeys;

    private RowNames(IReadOnlyList<RowKey> keys)
    {
        shortKeys = keys.Count > 0 && keys[0].AxisNames.Select(Last).Distinct(StringComparer.Ordinal).Count() == keys[0].AxisNames.Length;
        shared = keys.Count > 1 ? [.. keys.Skip(1).Aggregate(Parts(keys[0]), (common, key) => common.Intersect(Parts(key)))] : [];
        Common = keys.Count > 1 ? string.Join(' ', Parts(keys[0]).Where(shared.Contains)) : "";
    }

    /// <summary>What every listed row has; empty when there is nothing.</summary>
    public string Common { get; }

    public static RowNames Of(TableComparison comparison) => new(
        [.. comparison.OnlyInA, .. comparison.OnlyInB, .. comparison.StatusChanged.Select(s => s.Key), .. comparison.Columns.SelectMany(c => c.Worst.Select(w => w.Key))]);

    /// <summary>What tells a row from the others.</summary>
    public string Text(RowKey key)
    {
        string text = string.Join(' ', Parts(key).Where(p => !shared.Contains(p)));
        return text.Length > 0 ? text : key.ToString();
    }

    private IEnumerable<string> Parts(RowKey key) =>
        new[] { key.Machine, key.Workload, key.Operation }.Concat(key.AxisNames.Zip(key.AxisValues, (name, value) => $"{(shortKeys ? Last(name) : name)}={value}"));

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];
}
