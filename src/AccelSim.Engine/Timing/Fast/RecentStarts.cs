namespace AccelSim.Engine.Timing.Fast;

/// <summary>Start times of the latest tokens of a stage, to look up the one a given number of tokens ago.</summary>
internal sealed class RecentStarts
{
    private const int Size = 64;
    private readonly long[] starts = new long[Size];
    private long count;

    /// <summary>Most tokens that can be looked back.</summary>
    public static int Depth => Size;

    public void Add(long start) => starts[count++ & (Size - 1)] = start;

    /// <summary>First cycle after the start of the token <paramref name="back"/> before the next one; 0 when there is none.</summary>
    public long FreeAfter(int back) => count < back ? 0 : starts[(count - back) & (Size - 1)] + 1;

    /// <summary>Moves all remembered starts by a number of cycles: the tokens in between repeated with that total.</summary>
    public void Shift(long cycles)
    {
        for (int i = 0; i < Size; i++) starts[i] += cycles;
    }
}
