using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>A linear layer on real bits: y = Q(x / sigma) Q(W'), the activations quantised at run time.</summary>
public sealed class QuantisedLinear : ILinear
{
    private readonly QuantisedWeights weights;
    private readonly PackedSqWeights? packed;

    public QuantisedLinear(QuantisedWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        this.weights = weights;
        bool isInteger = weights.Sq is { Format: { Low: not null, High: { Kind: ScalarKind.Integer, Bits: <= 8 } } }
            && weights.Activations is PlainFormat { Group: 0, Element: { Kind: ScalarKind.Integer, Bits: <= 8 } };
        packed = isInteger && weights.Order == SumOrder.PerBank ? new PackedSqWeights(weights.Sq!) : null;
    }

    public float[] Apply(ReadOnlySpan<float> x, int tokens)
    {
        ReadOnlySpan<float> input = weights.Sigma.Length == 0 ? x : Smoothing.Activations(x, weights.Sigma);
        int k = weights.Operand.K;
        if (packed is not null)
            return SqIntegerGemm.Multiply(PlainQuantizer.Quantize((PlainFormat)weights.Activations!, input, tokens, k), packed);
        GemmOperand a = ActivationQuantiser.Quantise(weights.Activations, input, tokens, k, weights.ActivationMask);
        return ExactGemm.Multiply(a, weights.Operand, weights.Order);
    }
}
