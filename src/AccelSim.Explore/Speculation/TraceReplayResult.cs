using System.Globalization;

namespace AccelSim.Explore.Speculation;

/// <summary>A trace timed on a machine.</summary>
/// <param name="Steps">Steps of the batch.</param>
/// <param name="Sequences">Sequences.</param>
/// <param name="Tokens">Tokens that came out: accepted ones and one of the target's per step and sequence.</param>
/// <param name="Drafted">Draft tokens.</param>
/// <param name="Accepted">Those accepted.</param>
/// <param name="Milliseconds">All steps.</param>
/// <param name="AutoregressiveMilliseconds">The same tokens without a draft.</param>
/// <param name="Rows">Rows of the trace.</param>
public sealed record TraceReplayResult(long Steps, int Sequences, long Tokens, long Drafted, long Accepted, double Milliseconds, double AutoregressiveMilliseconds, int Rows)
{
    public double TokensPerStep => (double)Tokens / Rows;

    public double Speedup => AutoregressiveMilliseconds / Milliseconds;

    public string Csv() => string.Create(CultureInfo.InvariantCulture,
        $"steps,sequences,tokens,drafted,accepted,mean_tokens_per_step,time_ms,tokens_per_s,speedup_over_autoregressive\n{Steps},{Sequences},{Tokens},{Drafted},{Accepted},{TokensPerStep:0.####},{Milliseconds:0.####},{Tokens / Milliseconds * 1e3:0.##},{Speedup:0.####}\n");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Steps} steps of {Sequences} sequences: {Tokens} tokens, {Accepted} of {Drafted} drafted accepted, {TokensPerStep:0.00} tokens per step\n{Milliseconds:0.0} ms, {Tokens / Milliseconds * 1e3:0} tokens/s, {Speedup:0.00}x autoregressive ({AutoregressiveMilliseconds:0.0} ms)\n");
}
