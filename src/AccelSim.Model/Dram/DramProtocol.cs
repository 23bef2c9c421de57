using System.Collections.Immutable;

namespace AccelSim.Model.Dram;

/// <summary>The command level of a DRAM standard: everything that its controller and its checker know of it. Clocks count the standard's tCK.</summary>
public sealed record DramProtocol
{
    /// <summary>Timing parameters that the row model has no use for; rows name these and those of the row model.</summary>
    public required ImmutableArray<KeyValuePair<string, int>> Parameters { get; init; }

    /// <summary>Whether the command buses belong to the channel or to each pseudo-channel.</summary>
    public required DramLevel BusScope { get; init; }

    /// <summary>Command buses; the controller serves them in this order.</summary>
    public required ImmutableArray<CommandBus> Buses { get; init; }

    /// <summary>Rows of the timing table.</summary>
    public required ImmutableArray<ConstraintRow> Rows { get; init; }

    /// <summary>Refreshes that may be owed at most.</summary>
    public required int MostPostponed { get; init; }

    /// <summary>Address orders by name; the first is the usual one.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Mappings { get; init; }

    /// <summary>Energy of a command in picojoules, where a source gives it.</summary>
    public ImmutableArray<KeyValuePair<DramCommand, double>> EnergyPj { get; init; } = [];

    /// <summary>All rules of all rows, in file order.</summary>
    public ImmutableArray<DramConstraint> Constraints => [.. Rows.SelectMany(r => r.Rules())];

    /// <summary>Equal protocols have equal rows, buses, parameters, orders and energies.</summary>
    public bool Equals(DramProtocol? other) => other is not null && (BusScope, MostPostponed) == (other.BusScope, other.MostPostponed)
        && Parameters.SequenceEqual(other.Parameters) && Buses.SequenceEqual(other.Buses) && Rows.SequenceEqual(other.Rows)
        && Mappings.SequenceEqual(other.Mappings) && EnergyPj.SequenceEqual(other.EnergyPj);

    public override int GetHashCode() => HashCode.Combine(BusScope, MostPostponed, Parameters.Length, Buses.Length, Rows.Length);

    /// <summary>Whether the standard has a command.</summary>
    public bool Has(DramCommand command) => Buses.Any(b => b.Commands.Contains(command));

    /// <summary>Least clocks from one command to the next under the rules that look back one issue; 0 where no rule holds.</summary>
    /// <param name="from">Earlier command.</param>
    /// <param name="to">Later command.</param>
    /// <param name="shared">Innermost level whose node the two have in common.</param>
    public int Gap(DramCommand from, DramCommand to, DramLevel shared)
    {
        int gap = 0;
        foreach (ConstraintRow row in Rows)
        {
            if (row.Window == 1 && (row.Sibling ? row.Scope == shared + 1 : row.Scope <= shared) && row.From.Contains(from) && row.To.Contains(to))
                gap = Math.Max(gap, row.Clocks);
        }
        return gap;
    }
}
