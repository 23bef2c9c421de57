using AccelSim.Engine.Functional.Accuracy;

namespace AccelSim.Engine.Functional.Models;

/// <summary>How well a model predicts given tokens.</summary>
/// <param name="MeanNll">Mean -ln P over the scored tokens, nats.</param>
/// <param name="Tokens">Scored tokens: all but the first of each sequence.</param>
public sealed record Perplexity(double MeanNll, long Tokens)
{
    /// <summary>e^mean.</summary>
    public double Value => ExactExp.Of(MeanNll);

    /// <summary>Each sequence starts afresh with an empty cache.</summary>
    public static Perplexity Of(LlamaNetwork network, IEnumerable<TokenSequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        double sum = 0;
        long count = 0;
        foreach (TokenSequence sequence in sequences)
        {
            double[] nll = Nll(network, sequence);
            sum += nll.Sum();
            count += nll.Length;
        }
        return new(sum / count, count);
    }

    /// <summary>-ln P of each token of a sequence but the first, nats.</summary>
    public static double[] Nll(LlamaNetwork network, TokenSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(sequence);
        int vocabulary = network.Weights.Shape.Vocabulary;
        int[] tokens = [.. sequence.Tokens];
        float[] logits = new LlamaSession(network).Forward(tokens.AsSpan(0, tokens.Length - 1));
        return [.. Enumerable.Range(0, tokens.Length - 1).Select(
            t => VectorMath.NegativeLogLikelihood(logits.AsSpan(t * vocabulary, vocabulary), tokens[t + 1]))];
    }
}
