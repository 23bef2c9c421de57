namespace AccelSim.Explore.Speculation;

/// <summary>What one forward pass takes.</summary>
/// <param name="Seconds">Time of the pass.</param>
/// <param name="Cycles">Core cycles; 0 where the clock counts none.</param>
/// <param name="ReadBytes">Bytes read from memory, all chips; 0 where the clock counts none.</param>
/// <param name="WriteBytes">Bytes written.</param>
/// <param name="KvBytes">Bytes of keys and values that attention has to read, all layers of one chip.</param>
/// <param name="Bound">What most cycles wait for, or compute; empty where the clock does not know.</param>
public readonly record struct PassTime(double Seconds, long Cycles, long ReadBytes, long WriteBytes, long KvBytes, string Bound)
{
    public static readonly PassTime None = new(0, 0, 0, 0, 0, "");

    public double Milliseconds => Seconds * 1e3;

    public static PassTime operator +(PassTime a, PassTime b) =>
        new(a.Seconds + b.Seconds, a.Cycles + b.Cycles, a.ReadBytes + b.ReadBytes, a.WriteBytes + b.WriteBytes, a.KvBytes + b.KvBytes,
            a.Seconds >= b.Seconds ? a.Bound : b.Bound);
}
