namespace AccelSim.Engine.Timing.Fast;

/// <summary>When the things that a step waits for happen, by cause, in the order in which a waiting cycle is labelled.</summary>
internal struct WaitTimes
{
    /// <summary>Last data of the awaited loads has left DRAM.</summary>
    public long Dram;

    public long SharedBuffer;
    public long Network;

    /// <summary>The awaited loads are complete.</summary>
    public long Fill;

    /// <summary>Stores complete that the step, or the vector step it waits for, waits for.</summary>
    public long Write;

    /// <summary>All waits satisfied.</summary>
    public long Ready;

    public void Include(in WaitTimes other)
    {
        Dram = Math.Max(Dram, other.Dram);
        SharedBuffer = Math.Max(SharedBuffer, other.SharedBuffer);
        Network = Math.Max(Network, other.Network);
        Fill = Math.Max(Fill, other.Fill);
        Write = Math.Max(Write, other.Write);
        Ready = Math.Max(Ready, other.Ready);
    }
}
