using System.Buffers.Binary;

namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// Reads the legacy checkpoint layout of the llama2.c project: seven little-endian int32 (dim, hidden_dim, n_layers, n_heads, n_kv_heads, vocab_size,
/// seq_len; a positive vocab_size means that the output matrix is the embedding), then float32 tensors, all layers of one tensor together:
/// embedding, attention norm, wq, wk, wv, wo, feed-forward norm, w1 (gate), w2 (down), w3 (up), final norm, two rotary tables, and the output matrix
/// where it is not shared. There is no magic number, so the length must fit the header exactly.
/// </summary>
public static class LlamaFile
{
    private const int HeaderInts = 7;

    /// <exception cref="InvalidDataException">Truncated, foreign, or with NaN or infinity among the weights; the message says which.</exception>
    public static LlamaWeights Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < HeaderInts * sizeof(int))
            throw new InvalidDataException($"a checkpoint starts with {HeaderInts * sizeof(int)} bytes of header; the file has {bytes.Length}");
        var header = new int[HeaderInts];
        for (int i = 0; i < HeaderInts; i++)
            header[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        bool isShared = header[5] > 0;
        int vocabulary = header[5] == int.MinValue ? 0 : Math.Abs(header[5]);
        var shape = new LlamaShape(header[0], header[1], header[2], header[3], header[4], vocabulary, header[6]);
        if (shape.Fault() is { } fault)
            throw new InvalidDataException($"not a llama2.c checkpoint: {fault}");
        UInt128 expected = Length(shape, isShared);
        if ((UInt128)bytes.Length != expected)
            throw new InvalidDataException($"the header ({shape.Layers} layers of {shape.Dim}, vocabulary {shape.Vocabulary}) asks for {expected} "
                + $"bytes; the file has {bytes.Length}: truncated, or of another format");
        return Read(new Tensors(file[(HeaderInts * sizeof(int))..]), shape, isShared);
    }

    private static LlamaWeights Read(Tensors tensors, LlamaShape shape, bool isShared)
    {
        int n = shape.Layers;
        float[] embedding = tensors.Next("token embedding", shape.Vocabulary * shape.Dim);
        float[][] attentionNorm = tensors.Next("attention norm", n, shape.Dim);
        float[][] query = tensors.Next("wq", n, shape.Dim * shape.Dim);
        float[][] key = tensors.Next("wk", n, shape.KvDim * shape.Dim);
        float[][] value = tensors.Next("wv", n, shape.KvDim * shape.Dim);
        float[][] output = tensors.Next("wo", n, shape.Dim * shape.Dim);
        float[][] feedForwardNorm = tensors.Next("feed-forward norm", n, shape.Dim);
        float[][] gate = tensors.Next("w1", n, shape.HiddenDim * shape.Dim);
        float[][] down = tensors.Next("w2", n, shape.Dim * shape.HiddenDim);
        float[][] up = tensors.Next("w3", n, shape.HiddenDim * shape.Dim);
        float[] finalNorm = tensors.Next("final norm", shape.Dim);
        // The angles are computed; the stored tables agree with them to their own rounding only.
        tensors.Next("rotary tables", shape.MaxTokens * shape.HeadDim);
        float[] classifier = isShared ? embedding : tensors.Next("output matrix", shape.Vocabulary * shape.Dim);
        LlamaLayer[] layers = [.. Enumerable.Range(0, n).Select(i => new LlamaLayer(
            attentionNorm[i], query[i], key[i], value[i], output[i], feedForwardNorm[i], gate[i], down[i], up[i]))];
        return new LlamaWeights(shape, embedding, layers, finalNorm, classifier);
    }

    private static UInt128 Length(LlamaShape s, bool isShared)
    {
        UInt128 layer = (UInt128)(2L * s.Dim) + (UInt128)(2L * s.Dim * s.Dim) + (UInt128)(2L * s.KvDim * s.Dim) + (UInt128)(3L * s.HiddenDim * s.Dim);
        UInt128 floats = layer * (UInt128)s.Layers + (UInt128)((isShared ? 1L : 2L) * s.Vocabulary * s.Dim) + (UInt128)s.Dim
            + (UInt128)((long)s.MaxTokens * s.HeadDim);
        return (floats + HeaderInts) * sizeof(float);
    }

    /// <summary>Tensors one after the other.</summary>
    private sealed class Tensors(ReadOnlyMemory<byte> bytes)
    {
        private int position;

        public float[][] Next(string name, int layers, int length) =>
            [.. Enumerable.Range(0, layers).Select(layer => Next($"{name} of layer {layer}", length))];

        public float[] Next(string name, int length)
        {
            var values = new float[length];
            for (int i = 0; i < length; i++, position += sizeof(float))
            {
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.Span[position..]);
                if (!float.IsFinite(values[i]))
                    throw new InvalidDataException($"{name}: element {i} is {values[i]}; weights must be finite");
            }
            return values;
        }
    }
}
