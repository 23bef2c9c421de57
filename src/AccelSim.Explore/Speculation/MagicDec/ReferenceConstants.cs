using AccelSim.Model.Machines;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation.MagicDec;

/// <summary>
/// The baseline: constants of magicdec.md alone. T = c0 + B tokens kappa / (n eta W) with section 9.1's fixed cost scaled by layers and eta for
/// decoding, drafting (on K) and verifying (as decoding), section 6's default host time, and the same acceptance as the simulation.
/// </summary>
public static class ReferenceConstants
{
    public static double Speedup(PaperRow row, MeasuredStep measured, SpeculationStrategy strategy, LanguageModel target, Machine machine, double hostMs)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(measured);
        (double fixedMs, double eta) = row.Machine switch
        {
            "h100-sxm" => (3.4, 0.88),
            "a100-sxm" => target.KvHeads == target.Heads ? (7.4, 0.83) : (7.8, 0.84),
            _ => (5.5, 0.8), // other set-ups: 3 to 8 ms, 0.7 to 0.9
        };
        LanguageModel draft = strategy.Model ?? target;
        double Step(LanguageModel model, long tokens) => fixedMs * model.Layers / target.Layers
            + measured.Batch * tokens * KvCache.BytesPerToken(model, FormatPlan.Bf16.Kv) / (row.Gpus * eta * machine.Memory.PeakBytesPerSecond) * 1e3;
        double step = measured.Gamma * Step(draft, strategy.HasBudget ? strategy.Budget : measured.Context) + Step(target, measured.Context) + hostMs;
        return Step(target, measured.Context) * strategy.TokensPerStep(measured.Context) / step;
    }
}
