using System.Collections.Immutable;

namespace AccelSim.Model.Dram;

/// <summary>A row of the table: a rule for every pair of its commands.</summary>
/// <param name="From">Earlier commands.</param>
/// <param name="To">Later commands.</param>
/// <param name="Scope">Level whose nodes count apart.</param>
/// <param name="Sum">Clocks as the file writes them: names of timing parameters and numbers joined by <c>+</c>.</param>
/// <param name="Window">How many issues of the earlier command the rule looks back.</param>
/// <param name="Sibling">Whether the rule holds for other nodes of the level instead of for the same.</param>
public sealed record ConstraintRow(ImmutableArray<DramCommand> From, ImmutableArray<DramCommand> To, DramLevel Scope, string Sum, int Window, bool Sibling)
{
    /// <summary>Value of <see cref="Sum"/>; 0 until the parameters are known.</summary>
    public int Clocks { get; init; }

    /// <summary>Equal rows have equal commands, scope and clocks.</summary>
    public bool Equals(ConstraintRow? other) => other is not null && From.SequenceEqual(other.From) && To.SequenceEqual(other.To)
        && (Scope, Sum, Window, Sibling, Clocks) == (other.Scope, other.Sum, other.Window, other.Sibling, other.Clocks);

    public override int GetHashCode() => HashCode.Combine(From.Length, To.Length, Scope, Sum, Window, Sibling, Clocks);

    /// <summary>The rules of the row.</summary>
    public IEnumerable<DramConstraint> Rules()
    {
        foreach (DramCommand from in From)
            foreach (DramCommand to in To)
                yield return new DramConstraint(from, to, Scope, Clocks, Window, Sibling);
    }
}
