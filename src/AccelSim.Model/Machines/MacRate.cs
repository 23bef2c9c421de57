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
