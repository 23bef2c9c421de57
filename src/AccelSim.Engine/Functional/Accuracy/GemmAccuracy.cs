using System.Collections.Concurrent;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>
/// Errors of products on synthetic tensors, each case computed once: weights [S, K] and inputs [S, K] are drawn, quantised, multiplied by the rules of
/// the machine, rounded to the output's format and held against the fp64 product of the unquantised ones. Safe to share between threads; what is in
/// the cache changes no result.
/// </summary>
public sealed class GemmAccuracy
{
    private readonly ConcurrentDictionary<AccuracyCase, Lazy<ProductError>> known = new();
    private readonly ConcurrentDictionary<(NumericsPlan Data, int K), Lazy<SyntheticLayer>> layers = new();

    /// <summary>Cases computed so far.</summary>
    public int Cases => known.Count;

    /// <summary>The error of a case; null where it cannot be known.</summary>
    public ProductError? Of(AccuracyCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        AccuracyCase reduced = one with { K = one.SampledK, Data = one.Data with { Model = "", Tokens = "", Sequences = "", Calibration = "" } };
        return WhyNot(one) is not null ? null : known.GetOrAdd(reduced, key => new Lazy<ProductError>(() => Compute(key))).Value;
    }

    /// <summary>Why the error of a case cannot be known, or null.</summary>
    public static string? WhyNot(AccuracyCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        NumberFormat inner = one.Weights is TwoFourFormat twoFour ? twoFour.Inner : one.Weights;
        return one.Options.Method == QuantisationMethod.Calibrated && inner is PlainFormat { GroupVectors: > 1 }
            ? $"error feedback goes column by column, and {one.Weights} shares scales between columns" : null;
    }

    private ProductError Compute(AccuracyCase one)
    {
        SyntheticLayer layer = layers.GetOrAdd((one.Data, (int)one.K), key => new Lazy<SyntheticLayer>(() => new SyntheticLayer(key.Data, key.K))).Value;
        // The case's formats are complete: no switch may change them again.
        QuantisationOptions options = one.Options.InForce with { WScale = WeightScale.Channel };
        QuantisedWeights weights = WeightQuantiser.Quantise(
            layer.Weights, layer.Size, layer.K, one.Weights, one.Activations, options.NeedsData(one.Activations) ? layer.Calibration(options.Method) : null, options);
        float[] product = MachineProduct.Of(weights, layer.Inputs, layer.Size, one.Machine, one.Mapping);
        double[] reference = one.Data.AgainstQuantised ? MachineProduct.Exact(weights, layer.Inputs, layer.Size) : layer.Exact;
        return ProductError.Of(product, reference, layer.Size, one.Output);
    }
}
