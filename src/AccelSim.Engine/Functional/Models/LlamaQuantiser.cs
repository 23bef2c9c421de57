using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Models;

/// <summary>Quantises the linear layers of a model, each by itself on the inputs it sees in fp32; embedding and output matrix stay.</summary>
public static class LlamaQuantiser
{
    /// <param name="weights">The model.</param>
    /// <param name="format">Of the weights; null for fp32 weights, and then fp32 activations too.</param>
    /// <param name="activations">Of the inputs of the linear layers; null for fp32.</param>
    /// <param name="cache">Of keys and values; null for fp32.</param>
    /// <param name="calibration">One per block, or null for rounding to nearest by magnitude.</param>
    /// <param name="options">The open points.</param>
    public static LlamaNetwork Quantise(
        LlamaWeights weights, NumberFormat? format, NumberFormat? activations = null, NumberFormat? cache = null,
        IReadOnlyList<LlamaCalibration>? calibration = null, QuantisationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options ??= QuantisationOptions.Default;
        activations = activations is null ? null : options.Complete(activations, OperandRole.Activations);
        cache = cache is null ? null : options.Complete(cache, OperandRole.KvKeys);
        if (format is null)
            return new LlamaNetwork(weights, LlamaNetwork.Single(weights).Blocks, cache);
        LlamaShape s = weights.Shape;
        var blocks = new LlamaBlock[s.Layers];
        for (int i = 0; i < blocks.Length; i++)
        {
            LlamaLayer layer = weights.Layers[i];
            LlamaCalibration? c = calibration?[i];
            blocks[i] = new LlamaBlock(
                Linear(layer.Query, s.Dim, s.Dim, c?.AttentionInput),
                Linear(layer.Key, s.KvDim, s.Dim, c?.AttentionInput),
                Linear(layer.Value, s.KvDim, s.Dim, c?.AttentionInput),
                Linear(layer.Output, s.Dim, s.Dim, c?.AttentionOutput),
                Linear(layer.Gate, s.HiddenDim, s.Dim, c?.FeedForwardInput),
                Linear(layer.Up, s.HiddenDim, s.Dim, c?.FeedForwardInput),
                Linear(layer.Down, s.Dim, s.HiddenDim, c?.FeedForwardHidden));
        }
        return new LlamaNetwork(weights, blocks, cache);

        QuantisedLinear Linear(float[] matrix, int n, int k, Calibration? inputs) =>
            new(WeightQuantiser.Quantise(matrix, n, k, format, activations, inputs, options));
    }
}
