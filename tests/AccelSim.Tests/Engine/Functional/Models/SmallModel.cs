using AccelSim.Engine.Functional.Models;
using AccelSim.Tests.Model.Formats.Sq;

namespace AccelSim.Tests.Engine.Functional.Models;

/// <summary>A model of random weights, in memory and as a checkpoint's bytes, for tests that need no trained one.</summary>
internal static class SmallModel
{
    public static readonly LlamaShape Shape = new(Dim: 16, HiddenDim: 20, Layers: 2, Heads: 4, KvHeads: 2, Vocabulary: 11, MaxTokens: 40);

    public static byte[] Bytes(int seed, bool isShared = true)
    {
        LlamaShape s = Shape;
        int layer = 2 * s.Dim + 2 * s.Dim * s.Dim + 2 * s.KvDim * s.Dim + 3 * s.HiddenDim * s.Dim;
        int count = layer * s.Layers + (isShared ? 1 : 2) * s.Vocabulary * s.Dim + s.Dim + s.MaxTokens * s.HeadDim;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (int size in (int[])[s.Dim, s.HiddenDim, s.Layers, s.Heads, s.KvHeads, isShared ? s.Vocabulary : -s.Vocabulary, s.MaxTokens])
            writer.Write(size);
        foreach (float value in SqGen.Gaussian(count, seed))
            writer.Write(value / 3);
        return stream.ToArray();
    }

    public static LlamaWeights Weights(int seed) => LlamaFile.Read(Bytes(seed));
}
