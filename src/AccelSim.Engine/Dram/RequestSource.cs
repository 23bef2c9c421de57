namespace AccelSim.Engine.Dram;

/// <summary>Where the requests of a channel come from; each pseudo-channel has a line of its own, in order.</summary>
public abstract class RequestSource
{
    /// <summary>Requests of a pseudo-channel.</summary>
    public abstract long Count(int pseudo);

    /// <summary>A request, each asked for once and in order of <paramref name="index"/> from 0.</summary>
    public abstract DramRequest Next(int pseudo, long index);
}
