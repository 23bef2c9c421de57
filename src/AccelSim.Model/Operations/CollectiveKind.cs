namespace AccelSim.Model.Operations;

/// <summary>What chips do with their buffers together.</summary>
public enum CollectiveKind
{
    AllReduce,
    AllGather,
    ReduceScatter,
    AllToAll,
}
