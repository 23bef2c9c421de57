using System.Collections.Immutable;

namespace AccelSim.Model.Machines;

/// <summary>MACs per cycle of one unit of one core for one pair of operand kinds.</summary>
/// <param name="Left">Unit operand name: a scalar type (<c>int8</c>) or a block-scaled format (<c>mxfp4</c>).</param>
/// <param name="Right">The other operand. Pairs are unordered: a multiplier does not know which side holds the weights.</param>
/// <param name="MacsPerCycle">Dense logical MACs per cycle and core.</param>
/// <param name="OwnArray">
/// How the unit gets the rate: from multipliers of an array that only such pairs use, instead of those that all other pairs share (fused: wide
/// multipliers that split into narrow ones). The two arrays can work at the same time, each on its pass of an SQ-format product.
/// </param>
public sealed record MacRate(string Left, string Right, long MacsPerCycle, bool OwnArray = false)
{
    public bool Matches(string a, string b) => (Left == a && Right == b) || (Left == b && Right == a);

    /// <summary>Key in a machine file, for instance <c>int8xint4</c>.</summary>
    public string Key => $"{Left}x{Right}";
}

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
