using System.Globalization;
using System.Text;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>What a plan says about one context and batch, in words.</summary>
public static class PlanAnswer
{
    /// <summary>Step of the rate of acceptance for which regret is told.</summary>
    private const double RateStep = 0.03;

    /// <param name="plan">What was tried.</param>
    /// <param name="context">Tokens per sequence.</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="firstToken">Time to the first token, where it is known.</param>
    /// <param name="kvBytesPerToken">Growth of the cache per chip.</param>
    /// <param name="bytesPerSecond">Memory of all chips.</param>
    public static string Of(Plan plan, long context, long batch, PassTime? firstToken, long kvBytesPerToken, double bytesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder();
        PlanRow plain = plan.Autoregressive(context, batch)!;
        if (plan.Best(context, batch) is not { } best)
        {
            Line($"context {context}, batch {batch}: nothing fits: {plain.Reason}");
            return text.ToString();
        }
        SpeculativeStep step = best.Step!;
        SpeculationStrategy strategy = best.Point.Strategy;
        if (strategy.Draft == DraftKind.None)
            Line($"context {context}, batch {batch}: best is autoregressive decoding, {step.TimePerTokenMs:0.000} ms per token, {step.TokensPerSecond:0} tokens/s");
        else
        {
            string budget = strategy.HasBudget ? FormattableString.Invariant($", budget {strategy.Budget}") : "";
            Line($"context {context}, batch {batch}: best is {strategy.Name}, gamma {strategy.Gamma}{budget}: {step.Speedup:0.00}x autoregressive, {step.TimePerTokenMs:0.000} ms per token, {step.TokensPerSecond:0} tokens/s");
            Line($"  rate of acceptance: {strategy.Acceptance.Evidence.ToString().ToLowerInvariant()} ({strategy.Acceptance.Source})");
            if (best.BreakEvenAlpha is { } even) Line($"  break-even at alpha {even:0.000}; regret if alpha were {RateStep:0.00} lower {100 * plan.Regret(best, -RateStep):0.0} %, higher {100 * plan.Regret(best, RateStep):0.0} %");
            Line($"  of the step's {step.StepMs:0.00} ms, drafts take {100 * step.DraftMs / step.StepMs:0} %, verification {100 * step.Verify.Milliseconds / step.StepMs:0} %; the limit is {step.Limit}");
            Line($"  memory moves {Moved(step.Draft + step.Selection) * 1e-9:0.0} GB in the drafts ({Share(step.Draft + step.Selection):0} % of its bandwidth) and {Moved(step.Verify) * 1e-9:0.0} GB in the verification ({Share(step.Verify):0} %); in an autoregressive step {Share(step.Autoregressive):0} %");
        }
        if (firstToken is { } first) Line($"  time to first token {first.Milliseconds:0.0} ms (prompt of {context} tokens, one sequence); every token adds {kvBytesPerToken} bytes of KV cache per chip and sequence");
        Line($"  memory per chip: {step.Memory}");
        return text.ToString();

        double Moved(PassTime pass) => (double)pass.ReadBytes + pass.WriteBytes;
        double Share(PassTime pass) => 100 * Moved(pass) / (pass.Seconds * bytesPerSecond);
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
