namespace AccelSim.Engine.Schedule;

/// <summary>So many equal buffers of a scratchpad.</summary>
/// <param name="Count">Buffers.</param>
/// <param name="Bytes">Of the largest tile that one of them takes.</param>
internal readonly record struct BufferSet(int Count, long Bytes)
{
    public long Total => Count * Bytes;

    /// <summary>Buffers that serve both.</summary>
    public BufferSet Over(BufferSet other) => new(Math.Max(Count, other.Count), Math.Max(Bytes, other.Bytes));
}

/// <summary>How the buffers of a lowered shape divide the scratchpad of a core; a buffer has its place as a register of <see cref="Registers"/> has its number.</summary>
internal readonly record struct CoreBuffers
{
    /// <summary>Activations, queries, inputs.</summary>
    public BufferSet A { get; init; }

    /// <summary>Weights, keys.</summary>
    public BufferSet B { get; init; }

    public BufferSet Values { get; init; }

    public BufferSet Scores { get; init; }

    public BufferSet Accumulators { get; init; }

    public BufferSet Outputs { get; init; }

    public long Bytes => A.Total + B.Total + Values.Total + Scores.Total + Accumulators.Total + Outputs.Total;

    /// <summary>Buffers in which the tiles of both have room at any time, as every buffer is large enough for either.</summary>
    public CoreBuffers Over(in CoreBuffers other) => new()
    {
        A = A.Over(other.A),
        B = B.Over(other.B),
        Values = Values.Over(other.Values),
        Scores = Scores.Over(other.Scores),
        Accumulators = Accumulators.Over(other.Accumulators),
        Outputs = Outputs.Over(other.Outputs),
    };
}
