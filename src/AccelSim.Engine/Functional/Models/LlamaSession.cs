using AccelSim.Engine.Functional.Execution;

namespace AccelSim.Engine.Functional.Models;

/// <summary>One sequence running through a model, with its cache.</summary>
public sealed class LlamaSession
{
    private readonly LlamaNetwork network;
    private readonly LlamaShape shape;
    private readonly IKvHead[][] heads;

    /// <param name="network">The model.</param>
    /// <param name="newHead">Makes the cache of a key head, such as a sparse one; null for that of the model.</param>
    public LlamaSession(LlamaNetwork network, Func<IKvHead>? newHead = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        Func<IKvHead> make = newHead ?? NewHead;
        shape = network.Weights.Shape;
        heads = [.. Enumerable.Range(0, shape.Layers).Select(_ => Enumerable.Range(0, shape.KvHeads).Select(_ => make()).ToArray())];
    }

    /// <summary>Tokens taken so far.</summary>
    public int Position { get; private set; }

    /// <summary>Takes the next tokens; how they are cut into calls changes no bit unless activations have a tensor scale.</summary>
    /// <returns>Logits after each, [tokens, vocabulary].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An unknown id, or more tokens than the model has positions.</exception>
    public float[] Forward(ReadOnlySpan<int> tokens)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Position + tokens.Length, shape.MaxTokens, nameof(tokens));
        var x = new float[tokens.Length * shape.Dim];
        for (int t = 0; t < tokens.Length; t++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(tokens[t], nameof(tokens));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tokens[t], shape.Vocabulary, nameof(tokens));
            network.Weights.Embedding.AsSpan(tokens[t] * shape.Dim, shape.Dim).CopyTo(x.AsSpan(t * shape.Dim));
        }
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            Attention(layer, x, tokens.Length);
            FeedForward(layer, x, tokens.Length);
        }
        Position += tokens.Length;
        return network.Classifier.Apply(VectorMath.Norm(x, network.Weights.FinalNorm), tokens.Length);
    }

    /// <summary>Goes back to an earlier position, as if the tokens since had never come.</summary>
    public void Rewind(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);
        foreach (IKvHead head in heads.SelectMany(h => h)) head.Truncate(position);
        Position = position;
    }

    /// <summary>Tells the caches that the prompt is over.</summary>
    public void EndPrompt()
    {
        foreach (IKvHead head in heads.SelectMany(h => h)) head.EndPrompt();
    }

    private void Attention(int layer, float[] x, int tokens)
    {
        LlamaBlock block = network.Blocks[layer];
        float[] normed = VectorMath.Norm(x, network.Weights.Layers[layer].AttentionNorm);
        float[] q = block.Query.Apply(normed, tokens);
        float[] k = block.Key.Apply(normed, tokens);
        float[] v = block.Value.Apply(normed, tokens);
        var mixed = new float[x.Length];
        int dim = shape.HeadDim;
        for (int t = 0; t < tokens; t++)
        {
            VectorMath.Rotate(q.AsSpan(t * shape.Dim, shape.Dim), dim, Position + t);
            VectorMath.Rotate(k.AsSpan(t * shape.KvDim, shape.KvDim), dim, Position + t);
            for (int h = 0; h < shape.KvHeads; h++)
                heads[layer][h].Append(k.AsSpan(t * shape.KvDim + h * dim, dim), v.AsSpan(t * shape.KvDim + h * dim, dim));
            for (int h = 0; h < shape.Heads; h++)
            {
                IKvHead head = heads[layer][h * shape.KvHeads / shape.Heads];
                float[] scores = head.Scores(q.AsSpan(t * shape.Dim + h * dim, dim));
                Softmax.InPlace(scores, 1 / MathF.Sqrt(dim));
                head.Mix(scores).CopyTo(mixed.AsSpan(t * shape.Dim + h * dim));
            }
        }
        VectorMath.Add(x, block.Output.Apply(mixed, tokens));
    }

    private void FeedForward(int layer, float[] x, int tokens)
    {
        LlamaBlock block = network.Blocks[layer];
        float[] normed = VectorMath.Norm(x, network.Weights.Layers[layer].FeedForwardNorm);
        float[] gate = block.Gate.Apply(normed, tokens);
        float[] up = block.Up.Apply(normed, tokens);
        for (int i = 0; i < gate.Length; i++)
            gate[i] = VectorMath.Silu(gate[i]) * up[i];
        VectorMath.Add(x, block.Down.Apply(gate, tokens));
    }

    private IKvHead NewHead() => network.Cache is null ? new SingleKvHead() : new QuantisedKvHead(network.Cache, shape.HeadDim);
}
