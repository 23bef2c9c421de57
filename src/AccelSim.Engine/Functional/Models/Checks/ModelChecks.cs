using System.Collections.Immutable;
using AccelSim.Engine.Functional.Verification;

namespace AccelSim.Engine.Functional.Models.Checks;

/// <summary>What is checked about a small model that comes with the tokens and likelihoods that another program gave.</summary>
public static class ModelChecks
{
    /// <summary>Nats; the other program sums in its own order.</summary>
    private const double Tolerance = 5e-5;

    private const string Greedy = "greedy";

    /// <param name="weights">The model.</param>
    /// <param name="sequences">Token ids with reference likelihoods; the one named <c>greedy</c> is what the model says of itself.</param>
    public static ImmutableArray<NumericCheck> All(LlamaWeights weights, IReadOnlyList<TokenSequence> sequences) =>
    [
        new("model-greedy-tokens", "The model in fp32 gives the recorded greedy tokens.", () => GreedyTokens(weights, sequences)),
        new("model-likelihoods", "The model in fp32 gives every recorded likelihood within 5e-5 nats, and so the perplexity.", () => Likelihoods(weights, sequences)),
    ];

    private static CheckCount GreedyTokens(LlamaWeights weights, IReadOnlyList<TokenSequence> sequences)
    {
        var count = default(CheckCount);
        foreach (TokenSequence sequence in sequences.Where(s => s.Name == Greedy))
        {
            var session = new LlamaSession(LlamaNetwork.Single(weights));
            int token = sequence.Tokens[0];
            for (int t = 1; t < sequence.Tokens.Count; t++)
            {
                float[] logits = session.Forward([token]);
                token = Array.IndexOf(logits, logits.Max());
                count += CheckCount.Of(token == sequence.Tokens[t]);
            }
        }
        return count;
    }

    private static CheckCount Likelihoods(LlamaWeights weights, IReadOnlyList<TokenSequence> sequences)
    {
        LlamaNetwork network = LlamaNetwork.Single(weights);
        var count = default(CheckCount);
        foreach (TokenSequence sequence in sequences)
        {
            double[] nll = Perplexity.Nll(network, sequence);
            for (int t = 0; t < nll.Length; t++)
            {
                double reference = sequence.ReferenceNll[t + 1];
                if (!double.IsNaN(reference)) count += CheckCount.Of(Math.Abs(nll[t] - reference) <= Tolerance);
            }
        }
        return count;
    }
}
