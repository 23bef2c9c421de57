using System.Collections.Concurrent;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>
/// Steps at any context, linear between two simulated ones: at a fixed batch a pass grows with the bytes of the cache, so it is nearly linear in between.
/// Anchors are 16 a doubling of the context.
/// </summary>
public sealed class AnchoredSteps(StepComposer composer, SpeculationTarget target)
{
    private const int PerDoubling = 16;

    private readonly ConcurrentDictionary<(SpeculationStrategy, long, long), SpeculativeStep> anchors = new();

    /// <summary>Milliseconds of a step and of an autoregressive one.</summary>
    public (double StepMs, double AutoregressiveMs) At(SpeculationStrategy strategy, long batch, long context)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        long least = Math.Max(strategy.VerifyTokens, strategy.HasBudget ? strategy.Budget : 1);
        long at = Math.Clamp(context, least, target.Model.MaxContext);
        (long low, long high) = Around(at);
        (low, high) = (Math.Clamp(low, least, at), Math.Clamp(high, at, target.Model.MaxContext));
        SpeculativeStep below = Anchor(strategy, batch, low);
        if (low == high) return (below.StepMs, below.Autoregressive.Milliseconds);
        SpeculativeStep above = Anchor(strategy, batch, high);
        double share = (double)(at - low) / (high - low);
        return (below.StepMs + share * (above.StepMs - below.StepMs), below.Autoregressive.Milliseconds + share * (above.Autoregressive.Milliseconds - below.Autoregressive.Milliseconds));
    }

    /// <summary>The anchors at and above a context.</summary>
    private static (long Low, long High) Around(long context)
    {
        long octave = (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)context + 1) / 2;
        long step = Math.Max(1, octave / PerDoubling);
        long low = context / step * step;
        return (low, low == context ? low : low + step);
    }

    private SpeculativeStep Anchor(SpeculationStrategy strategy, long batch, long context) =>
        anchors.GetOrAdd((strategy, batch, context), key => composer.Step(key.Item1, target.With(key.Item2, key.Item3)));
}
