using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>What names a row across two tables, whatever its number: machine, workload, operation and the swept values.</summary>
public sealed record RowKey(string Machine, string Workload, string Operation, ImmutableArray<string> AxisNames, ImmutableArray<string> AxisValues)
{
    /// <summary>The key in one line.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Machine, Workload, Operation }.Concat(AxisNames.Zip(AxisValues, (name, value) => $"{name}={value}")));

    public bool Equals(RowKey? other) => other is not null && Machine == other.Machine && Workload == other.Workload
        && Operation == other.Operation && AxisValues.SequenceEqual(other.AxisValues) && AxisNames.SequenceEqual(other.AxisNames);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Machine);
        hash.Add(Workload);
        hash.Add(Operation);
        foreach (string value in AxisValues) hash.Add(value);
        return hash.ToHashCode();
    }
}
