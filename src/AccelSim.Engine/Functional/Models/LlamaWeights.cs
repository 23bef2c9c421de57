namespace AccelSim.Engine.Functional.Models;

/// <summary>The weights of a model, all finite.</summary>
/// <param name="Shape">Sizes.</param>
/// <param name="Embedding">[vocabulary, dim].</param>
/// <param name="Layers">Blocks in order.</param>
/// <param name="FinalNorm">[dim].</param>
/// <param name="Classifier">[vocabulary, dim]; the embedding itself where they are shared.</param>
public sealed record LlamaWeights(LlamaShape Shape, float[] Embedding, IReadOnlyList<LlamaLayer> Layers, float[] FinalNorm, float[] Classifier);
