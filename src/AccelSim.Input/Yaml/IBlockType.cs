using System.Collections.Immutable;

namespace AccelSim.Input.Yaml;

/// <summary>A type that is a block of declared keys, for templates.</summary>
public interface IBlockType
{
    /// <summary>Keys in the order of declaration.</summary>
    ImmutableArray<Field> Fields { get; }
}
