using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// A model ready to run: linear layers in fp32 or quantised, norms, rotary positions, softmax, SwiGLU, embedding and output matrix in fp32.
/// Immutable; a <see cref="LlamaSession"/> holds the state of one sequence.
/// </summary>
public sealed class LlamaNetwork
{
    /// <param name="weights">Norms, embedding and output matrix are taken from here.</param>
    /// <param name="blocks">One per layer.</param>
    /// <param name="cache">Format of keys and values; null for fp32.</param>
    public LlamaNetwork(LlamaWeights weights, IReadOnlyList<LlamaBlock> blocks, NumberFormat? cache = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(blocks);
        if (blocks.Count != weights.Shape.Layers)
            throw new ArgumentException($"{blocks.Count} blocks do not make a model of {weights.Shape.Layers} layers");
        (Weights, Blocks, Cache) = (weights, blocks, cache);
        Classifier = new SingleLinear(weights.Classifier, weights.Shape.Vocabulary, weights.Shape.Dim);
    }

    public LlamaWeights Weights { get; }

    public IReadOnlyList<LlamaBlock> Blocks { get; }

    public NumberFormat? Cache { get; }

    public ILinear Classifier { get; }

    /// <summary>The model as it is, in fp32.</summary>
    public static LlamaNetwork Single(LlamaWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new LlamaNetwork(weights, [.. weights.Layers.Select(layer => SingleBlock(weights.Shape, layer))]);
    }

    internal static LlamaBlock SingleBlock(LlamaShape s, LlamaLayer layer) => new(
        new SingleLinear(layer.Query, s.Dim, s.Dim),
        new SingleLinear(layer.Key, s.KvDim, s.Dim),
        new SingleLinear(layer.Value, s.KvDim, s.Dim),
        new SingleLinear(layer.Output, s.Dim, s.Dim),
        new SingleLinear(layer.Gate, s.HiddenDim, s.Dim),
        new SingleLinear(layer.Up, s.HiddenDim, s.Dim),
        new SingleLinear(layer.Down, s.Dim, s.HiddenDim));
}
