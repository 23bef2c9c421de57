namespace AccelSim.Engine.Dram;

/// <summary>A state as a row of numbers, written or read back by the same code, so that neither side can forget a part.</summary>
internal sealed class StateTape
{
    private readonly List<long> written = [];
    private readonly long[]? source;
    private int at;

    /// <summary>A tape to write.</summary>
    public StateTape()
    {
    }

    /// <summary>A tape to read.</summary>
    public StateTape(long[] source) => this.source = source;

    public bool IsReading => source is not null;

    /// <summary>Notes a value and gives it back, or gives the value noted.</summary>
    public long Pass(long value)
    {
        if (source is not null) return source[at++];
        written.Add(value);
        return value;
    }

    public int Pass(int value) => (int)Pass((long)value);

    public long[] ToArray() => [.. written];
}
