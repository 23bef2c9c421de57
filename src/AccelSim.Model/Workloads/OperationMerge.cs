using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>
/// Gathers equal operations of different layers into one with a count, in order of first appearance. Where layers differ, the name says
/// which layers are meant: <c>down_proj[0-1]</c>, <c>down_proj[2-31]</c>.
/// </summary>
internal sealed class OperationMerge
{
    /// <summary>Ranges of layers that a name spells out.</summary>
    private const int RangesShown = 3;

    private readonly List<(Operation Operation, List<int> Layers)> found = [];
    private readonly Dictionary<string, List<int>> byName = [];
    private readonly List<int> order = [];

    public void Add(Operation operation, int layer)
    {
        if (!byName.TryGetValue(operation.Name, out List<int>? candidates))
            byName[operation.Name] = candidates = [];
        foreach (int index in candidates)
        {
            if (!OperationComparer.Instance.Equals(found[index].Operation, operation))
                continue;
            found[index].Layers.Add(layer);
            order.Add(index);
            return;
        }
        order.Add(found.Count);
        candidates.Add(found.Count);
        found.Add((operation, [layer]));
    }

    /// <summary>Every operation once, with its count, and all of them one by one in the order in which they were added.</summary>
    public (ImmutableArray<RepeatedOperation> Merged, IEnumerable<RepeatedOperation> InOrder) Result()
    {
        ImmutableArray<RepeatedOperation> merged = [.. found.Select(f => new RepeatedOperation(
            byName[f.Operation.Name].Count == 1 ? f.Operation : f.Operation with { Name = $"{f.Operation.Name}[{Spell(f.Layers)}]" },
            f.Layers.Count))];
        return (merged, order.Select(i => new RepeatedOperation(merged[i].Operation, 1)));
    }

    private static string Spell(List<int> layers)
    {
        var ranges = new List<string>();
        for (int first = 0; first < layers.Count;)
        {
            int last = first;
            while (last + 1 < layers.Count && layers[last + 1] == layers[last] + 1)
                last++;
            ranges.Add(first == last
                ? layers[first].ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{layers[first]}-{layers[last]}"));
            first = last + 1;
        }
        return string.Join(' ', ranges.Take(RangesShown)) + (ranges.Count > RangesShown ? " ..." : "");
    }
}
