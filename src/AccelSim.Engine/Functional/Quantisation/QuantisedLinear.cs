using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>A linear layer on real bits: y = Q(x / sigma) Q(W'), the activations quantised at run time.</summary>
public sealed class QuantisedLinear : ILinear
{
    private readonly QuantisedWeights weights;
    private readonly NumberFormat? activations;
    private readonly SumOrder order;
    private readonly PackedSqWeights? packed;

    /// <param name="weights">From <see cref="WeightQuantiser"/>.</param>
    /// <param name="activations">Format of the activations, as it was given there; null for fp32.</param>
    /// <param name="order">Order of partial sums.</param>
    public QuantisedLinear(QuantisedWeights weights, NumberFormat? activations, SumOrder order = SumOrder.PerBank)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (this.weights, this.activations, this.order) = (weights, activations, order);
        bool isInteger = weights.Sq is { Format: { Low: not null, High: { Kind: ScalarKind.Integer, Bits: <= 8 } } }
            && activations is PlainFormat { Group: 0, Element: { Kind: ScalarKind.Integer, Bits: <= 8 } };
        packed = isInteger && order == SumOrder.PerBank ? new PackedSqWeights(weights.Sq!) : null;
    }

    public float[] Apply(ReadOnlySpan<float> x, int tokens)
    {
        ReadOnlySpan<float> input = weights.Sigma.Length == 0 ? x : Smoothing.Activations(x, weights.Sigma);
        int k = weights.Operand.K;
        if (packed is not null)
            return SqIntegerGemm.Multiply(PlainQuantizer.Quantize((PlainFormat)activations!, input, tokens, k), packed);
        return GemmReference.Multiply(ActivationQuantiser.Quantise(activations, input, tokens, k, weights.ActivationMask), weights.Operand, order);
    }
}
