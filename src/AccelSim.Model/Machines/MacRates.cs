using System.Collections.Immutable;

namespace AccelSim.Model.Machines;

/// <summary>The operand pairs that a unit multiplies natively, in file order.</summary>
/// <param name="Entries">One entry a pair.</param>
public sealed record MacRates(ImmutableArray<MacRate> Entries)
{
    public static readonly MacRates None = new([]);

    /// <summary>MACs per cycle and core of a pair, 0 where the unit lacks it.</summary>
    public long Of(string a, string b)
    {
        foreach (MacRate rate in Entries)
        {
            if (rate.Matches(a, b)) return rate.MacsPerCycle;
        }
        return 0;
    }

    public bool Equals(MacRates? other) => other is not null && Entries.SequenceEqual(other.Entries);

    public override int GetHashCode() => Entries.Length;
}
