namespace AccelSim.Engine.Dram;

/// <summary>What becomes of a row after its last queued request.</summary>
public enum PagePolicy
{
    /// <summary>It stays open until another row of its bank is needed.</summary>
    Open,

    /// <summary>The last queued request of the row precharges it.</summary>
    Closed,

    /// <summary>It is precharged after a time without use.</summary>
    Adaptive,
}
