using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Model.Numerics;
using AccelSim.Tests.Model.Formats.Sq;

namespace AccelSim.Tests.Engine.Functional.Quantisation;

/// <summary>A linear layer whose inputs have outlier channels and are correlated, as those of language models are.</summary>
internal sealed class LayerGen
{
    public LayerGen(int n, int k, int seed, int tokens = 256)
    {
        (N, K) = (n, k);
        Weights = SqGen.Gaussian(n * k, seed);
        float[] hidden = SqGen.Gaussian(tokens * k, seed + 1);
        float[] gains = [.. SqGen.Gaussian(k, seed + 2).Select((g, i) => MathF.Exp(0.7f * g) * (i % 37 == 5 ? 12 : 1))];
        Inputs = new float[tokens * k];
        for (int t = 0; t < tokens; t++)
        {
            for (int i = 0; i < k; i++)
                Inputs[t * k + i] = gains[i] * (hidden[t * k + i] + 0.8f * hidden[t * k + (i + 1) % k] + 0.5f * hidden[t * k]);
        }
        Tokens = tokens;
        Calibration = new Calibration(k);
        Calibration.Add(Inputs);
    }

    public int N { get; }

    public int K { get; }

    public int Tokens { get; }

    public float[] Weights { get; }

    public float[] Inputs { get; }

    public Calibration Calibration { get; }

    /// <summary>SQNR of the layer's output on its own inputs.</summary>
    public double SqnrDb(AccelSim.Model.Formats.NumberFormat w, AccelSim.Model.Formats.NumberFormat? a, QuantisationOptions options, bool isCalibrated = true)
    {
        QuantisedWeights quantised = WeightQuantiser.Quantise(Weights, N, K, w, a, isCalibrated ? Calibration : null, options);
        float[] y = new QuantisedLinear(quantised).Apply(Inputs, Tokens);
        return ErrorMetrics.Of(y, ExactProduct.Of(Inputs, Tokens, Weights, N, K)).SqnrDb;
    }
}
