namespace AccelSim.Engine.Dram;

/// <summary>What requests are asked for.</summary>
public enum DramPattern
{
    /// <summary>Consecutive bursts, as fast as the queues take them.</summary>
    Stream,

    /// <summary>Bursts anywhere, as fast as the queues take them.</summary>
    Random,
}
