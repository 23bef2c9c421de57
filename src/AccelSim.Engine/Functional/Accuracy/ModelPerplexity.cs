using System.Collections.Concurrent;
using AccelSim.Engine.Functional.Models;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;
using AccelSim.Model.Workloads;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>
/// Perplexity of a small model under formats, each case computed once: some sequences are scored, others calibrate where the method needs data.
/// Embedding and output matrix stay fp32, and so does the arithmetic between linear layers. Safe to share between threads.
/// </summary>
/// <param name="weights">The model.</param>
/// <param name="sequences">Token ids.</param>
public sealed class ModelPerplexity(LlamaWeights weights, IReadOnlyList<TokenSequence> sequences)
{
    private readonly ConcurrentDictionary<Case, Lazy<double>> known = new();
    private readonly ConcurrentDictionary<(string Sequences, bool Correlations), Lazy<IReadOnlyList<LlamaCalibration>>> calibrations = new();

    /// <summary>Why the data cannot be scored as planned, or null.</summary>
    public string? WhyNot(NumericsPlan plan, FormatPlan formats)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(formats);
        string[] absent = [.. Names(plan.Sequences).Concat(Names(plan.Calibration)).Where(name => sequences.All(s => s.Name != name))];
        if (absent.Length > 0)
            return $"the token file has no sequence '{absent[0]}'; it has {string.Join(", ", sequences.Select(s => s.Name))}";
        if (plan.Calibration.Length == 0 && formats.Quantisation.NeedsData(formats.Quantisation.Complete(formats.Activations, OperandRole.Activations)))
            return "this method needs calibration data; name sequences in numerics.calibration";
        return formats.Overrides.IsEmpty ? null : "its layers are not those of the workload, so formats given to patterns of operations cannot be applied";
    }

    /// <summary>e to the mean negative log likelihood.</summary>
    public double Of(NumericsPlan plan, FormatPlan formats)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(formats);
        QuantisationOptions options = formats.Quantisation;
        NumberFormat activations = options.Complete(formats.Activations, OperandRole.Activations);
        var one = new Case(formats.WeightsBeside(formats.Weights, formats.Activations), activations, options.Complete(formats.Kv, OperandRole.KvKeys),
            plan.Sequences, plan.Calibration, options.InForce with { WScale = WeightScale.Channel });
        return known.GetOrAdd(one, key => new Lazy<double>(() => Compute(key))).Value;
    }

    private double Compute(Case one)
    {
        IReadOnlyList<LlamaCalibration>? calibration = one.Options.NeedsData(one.Activations)
            ? calibrations.GetOrAdd((one.Calibration, one.Options.Method == QuantisationMethod.Calibrated), Collect).Value : null;
        LlamaNetwork network = LlamaQuantiser.Quantise(
            weights, Wide(one.Weights) && Wide(one.Activations) ? null : one.Weights, one.Activations, Wide(one.Cache) ? null : one.Cache, calibration, one.Options);
        string[] scored = [.. Names(one.Sequences)], aside = [.. Names(one.Calibration)];
        return Perplexity.Of(network, sequences.Where(s => scored.Length > 0 ? scored.Contains(s.Name) : !aside.Contains(s.Name))).Value;
    }

    private Lazy<IReadOnlyList<LlamaCalibration>> Collect((string Sequences, bool Correlations) key) =>
        new(() => LlamaCalibration.Collect(weights, sequences.Where(s => Names(key.Sequences).Contains(s.Name)).Select(s => s.Tokens), key.Correlations));

    private static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>fp32 is what the model is in.</summary>
    private static bool Wide(NumberFormat format) => format is PlainFormat plain && plain.Element == ScalarFormats.Fp32;

    private sealed record Case(
        NumberFormat Weights, NumberFormat Activations, NumberFormat Cache, string Sequences, string Calibration, QuantisationOptions Options);
}
