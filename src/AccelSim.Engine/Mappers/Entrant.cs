using AccelSim.Model.Mappings;

namespace AccelSim.Engine.Mappers;

/// <summary>A mapping that fits.</summary>
/// <param name="Cycles">Estimated cycles of the shape.</param>
/// <param name="Steps">Steps of the lead core that load and compute.</param>
/// <param name="DramBytes">Bytes between DRAM and chip.</param>
/// <param name="Mapping">The mapping.</param>
internal readonly record struct Entrant(double Cycles, long Steps, long DramBytes, Mapping Mapping)
{
    /// <summary>Whether both have the same tile and as many operand buffers.</summary>
    public bool HasTileOf(Entrant other) =>
        (Mapping.TileM, Mapping.TileN, Mapping.TileK, Mapping.OperandBuffers) == (other.Mapping.TileM, other.Mapping.TileN, other.Mapping.TileK, other.Mapping.OperandBuffers);
}
