namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// A Llama model from named tensors as Hugging Face spells them. Query and key rows are stored there for rotary halves (i, i + head_dim/2)
/// and are put back into interleaved pairs (2i, 2i+1).
/// </summary>
public static class LlamaTensors
{
    /// <param name="tensors">By name.</param>
    /// <param name="heads">Query heads, which no tensor tells.</param>
    /// <param name="maxTokens">Positions.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or shapes disagree.</exception>
    public static LlamaWeights ToWeights(IReadOnlyDictionary<string, StoredTensor> tensors, int heads, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        IReadOnlyList<int> embedding = Shape(tensors, "model.embed_tokens.weight");
        int dim = embedding[1];
        int layers = 0;
        while (tensors.ContainsKey($"model.layers.{layers}.self_attn.q_proj.weight"))
            layers++;
        if (layers == 0 || heads < 1 || dim % heads != 0)
            throw new InvalidDataException($"no layers, or width {dim} does not divide into {heads} heads");
        int kvDim = Shape(tensors, "model.layers.0.self_attn.k_proj.weight")[0];
        int hidden = Shape(tensors, "model.layers.0.mlp.gate_proj.weight")[0];
        var s = new LlamaShape(dim, hidden, layers, heads, kvDim / (dim / heads), embedding[0], maxTokens);
        string? fault = s.Fault();
        if (fault is not null || s.KvDim != kvDim)
            throw new InvalidDataException($"these tensors make no Llama model: {fault ?? $"{kvDim} key rows are no whole heads of {s.HeadDim}"}");
        float[] tokens = Matrix("model.embed_tokens.weight", s.Vocabulary, dim);
        LlamaLayer[] blocks = [.. Enumerable.Range(0, layers).Select(i => $"model.layers.{i}.").Select(at => new LlamaLayer(
            Vector(at + "input_layernorm.weight", dim),
            Interleave(Matrix(at + "self_attn.q_proj.weight", dim, dim), s.HeadDim, dim),
            Interleave(Matrix(at + "self_attn.k_proj.weight", kvDim, dim), s.HeadDim, dim),
            Matrix(at + "self_attn.v_proj.weight", kvDim, dim),
            Matrix(at + "self_attn.o_proj.weight", dim, dim),
            Vector(at + "post_attention_layernorm.weight", dim),
            Matrix(at + "mlp.gate_proj.weight", hidden, dim),
            Matrix(at + "mlp.down_proj.weight", dim, hidden),
            Matrix(at + "mlp.up_proj.weight", hidden, dim)))];
        float[] classifier = tensors.ContainsKey("lm_head.weight") ? Matrix("lm_head.weight", s.Vocabulary, dim) : tokens;
        return new LlamaWeights(s, tokens, blocks, Vector("model.norm.weight", dim), classifier);

        float[] Vector(string name, int length) => Checked(tensors, name, [length]);
        float[] Matrix(string name, int rows, int columns) => Checked(tensors, name, [rows, columns]);
    }

    private static IReadOnlyList<int> Shape(IReadOnlyDictionary<string, StoredTensor> tensors, string name) =>
        tensors.TryGetValue(name, out StoredTensor? tensor) && tensor.Shape.Count == 2
            ? tensor.Shape
            : throw new InvalidDataException($"matrix {name} is missing");

    private static float[] Checked(IReadOnlyDictionary<string, StoredTensor> tensors, string name, int[] shape)
    {
        if (!tensors.TryGetValue(name, out StoredTensor? tensor))
            throw new InvalidDataException($"tensor {name} is missing");
        return tensor.Shape.SequenceEqual(shape)
            ? tensor.Values
            : throw new InvalidDataException($"tensor {name} is [{string.Join(", ", tensor.Shape)}], not [{string.Join(", ", shape)}]");
    }

    private static float[] Interleave(float[] halves, int headDim, int columns)
    {
        var pairs = new float[halves.Length];
        for (int row = 0; row < halves.Length / columns; row++)
        {
            int within = row % headDim;
            int from = row - within + within / 2 + within % 2 * (headDim / 2);
            halves.AsSpan(from * columns, columns).CopyTo(pairs.AsSpan(row * columns));
        }
        return pairs;
    }
}
