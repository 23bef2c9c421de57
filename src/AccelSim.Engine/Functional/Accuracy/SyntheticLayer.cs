using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>A sample of a linear layer on synthetic tensors: weights, inputs, calibration, and the product before quantisation.</summary>
public sealed class SyntheticLayer
{
    /// <summary>Tokens that tell the largest and mean magnitude of channels.</summary>
    private const int StatisticsTokens = 64;

    /// <summary>Tokens of the Hessian: twice the longest K unless that is changed, so that H has full rank.</summary>
    private const int HessianTokens = 1024;

    private const int WeightStream = 0;
    private const int ActivationStream = 1;
    private readonly Lazy<Calibration> statistics;
    private readonly Lazy<Calibration> correlations;

    public SyntheticLayer(NumericsPlan data, int k)
    {
        ArgumentNullException.ThrowIfNull(data);
        (Size, K) = (data.Sample, k);
        Weights = SyntheticTensor.Draw(data.Weights, data.Seed, WeightStream, Size, k);
        Inputs = SyntheticTensor.Draw(data.Activations, data.Seed, ActivationStream, Size, k);
        Exact = ExactProduct.Of(Inputs, Size, Weights, Size, k);
        statistics = new(() => Calibrate(data, StatisticsTokens, false));
        correlations = new(() => Calibrate(data, HessianTokens, true));
    }

    /// <summary>Rows and columns of the output block.</summary>
    public int Size { get; }

    public int K { get; }

    /// <summary>By column, [Size, K].</summary>
    public float[] Weights { get; }

    /// <summary>[Size, K].</summary>
    public float[] Inputs { get; }

    /// <summary>fp64, [Size, Size].</summary>
    public double[] Exact { get; }

    /// <summary>Statistics of other inputs from the same distribution, with the same large channels.</summary>
    public Calibration Calibration(QuantisationMethod method) => (method == QuantisationMethod.Calibrated ? correlations : statistics).Value;

    // The tokens after those that are scored; a tensor is the same whatever part of it is drawn.
    private Calibration Calibrate(NumericsPlan data, int tokens, bool withCorrelations)
    {
        var calibration = new Calibration(K, withCorrelations);
        calibration.Add(SyntheticTensor.Draw(data.Activations, data.Seed, ActivationStream, Size + tokens, K).AsSpan(Size * K));
        return calibration;
    }
}
