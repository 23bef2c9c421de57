using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Results;

/// <summary>A step on a machine whose operations leave something on chip for the next one (docs/ENGINE.md): outputs, weights, or both.</summary>
public static class CarriedOnChip
{
    /// <summary>Whether a machine does that.</summary>
    public static bool Applies(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Prefetch != Prefetch.None || machine.SharedBuffer.KeepOutputs;
    }

    /// <summary>
    /// Results in order of first appearance and how often each came. An operation that carries different things at different places comes several times:
    /// under its name, then as <c>name#2</c> and so on.
    /// </summary>
    /// <exception cref="InfeasibleException">An operation does not fit.</exception>
    public static IEnumerable<(OperationResult Result, long Repeats)> Of(Simulator simulator, IReadOnlyList<RepeatedOperation> sequence)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(sequence);
        IReadOnlyList<RepeatedOperation> kept = KeptOutputs.Of(simulator, sequence);
        IReadOnlyList<OperationResult> results = PrefetchedWeights.Of(simulator, kept, [.. kept.Select(r => simulator.Run(r.Operation))]);
        var merged = new List<(OperationResult Result, long Repeats)>();
        var places = new Dictionary<OperationResult, int>();
        var variants = new Dictionary<string, int>();
        for (int i = 0; i < results.Count; i++)
        {
            if (places.TryGetValue(results[i], out int place))
            {
                merged[place] = (merged[place].Result, merged[place].Repeats + kept[i].Repeats);
                continue;
            }
            places[results[i]] = merged.Count;
            Operation operation = results[i].Operation;
            int variant = variants[operation.Name] = variants.GetValueOrDefault(operation.Name) + 1;
            merged.Add((variant == 1 ? results[i] : results[i] with { Operation = operation with { Name = FormattableString.Invariant($"{operation.Name}#{variant}") } }, kept[i].Repeats));
        }
        return merged;
    }
}
