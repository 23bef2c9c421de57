namespace AccelSim.Model.Results;

/// <summary>One column of the results table: its contract name (unit included), what it means, and whether it is a count.</summary>
/// <param name="Name">Column name as in the contract, unit in the name.</param>
/// <param name="Unit">Unit in words, empty for a ratio.</param>
/// <param name="Description">One sentence for <c>accelsim list metrics</c>.</param>
/// <param name="IsCount">True for exact integers, false for real numbers.</param>
public sealed record Metric(string Name, string Unit, string Description, bool IsCount)
{
    /// <summary>Position in <see cref="Metrics.All"/>.</summary>
    public int Ordinal { get; init; }

    /// <summary>Whether the column is left out of tables in which no row knows it.</summary>
    public bool IsOccasional { get; init; }

    /// <summary>Whether anything computes it; a column of the contract that nothing computes yet is empty in every row.</summary>
    public bool IsModelled { get; init; } = true;
}
