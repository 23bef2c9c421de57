using System.Collections.Immutable;

namespace AccelSim.Input.Yaml;

/// <summary>A list.</summary>
/// <param name="At">First character.</param>
/// <param name="Items">In file order.</param>
public sealed record YamlSequence(Position At, ImmutableArray<YamlNode> Items) : YamlNode(At)
{
    public override string InWords => "a list";
}
