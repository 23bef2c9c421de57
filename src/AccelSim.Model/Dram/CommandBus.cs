using System.Collections.Immutable;

namespace AccelSim.Model.Dram;

/// <summary>A bus that carries one command a clock.</summary>
/// <param name="Name">What the file calls it.</param>
/// <param name="Commands">Commands that travel on it.</param>
public sealed record CommandBus(string Name, ImmutableArray<DramCommand> Commands)
{
    public bool Equals(CommandBus? other) => other is not null && Name == other.Name && Commands.SequenceEqual(other.Commands);

    public override int GetHashCode() => HashCode.Combine(Name, Commands.Length);
}
