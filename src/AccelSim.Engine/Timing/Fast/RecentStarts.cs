using System.Numerics;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>Start times of the latest tokens of a stage, to look up the one a given number of tokens ago.</summary>
internal sealed class RecentStarts
{
    private const int Least = 64;

    private readonly long[] starts;
    private long count, shift;

    /// <param name="depth">Most tokens that are looked back; fewer than <see cref="Least"/> make no difference.</param>
    public RecentStarts(int depth) => starts = new long[BitOperations.RoundUpToPowerOf2((uint)Math.Max(depth, Least))];

    public RecentStarts(RecentStarts other) => (starts, count, shift) = ((long[])other.starts.Clone(), other.count, other.shift);

    public void Add(long start) => starts[count++ & (starts.Length - 1)] = start - shift;

    /// <summary>First cycle after the start of the token <paramref name="back"/> before the next one; 0 when there is none.</summary>
    public long FreeAfter(int back) => count < back ? 0 : starts[(count - back) & (starts.Length - 1)] + shift + 1;

    /// <summary>Moves all remembered starts by a number of cycles: the tokens in between repeated with that total.</summary>
    public void Shift(long cycles) => shift += cycles;
}
