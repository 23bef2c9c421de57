using System.Collections.Immutable;

namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// Greedy speculative decoding of one sequence on real numbers: the draft proposes the most likely tokens one by one, the target judges them at once, and
/// the leading run that agrees with its own most likely tokens is kept with one more. The output is the target's own greedy output, token for token,
/// whatever the draft.
/// </summary>
/// <param name="target">Whose tokens are wanted.</param>
/// <param name="draft">Drafts; a network of its own, or the target's.</param>
/// <param name="draftHead">Makes the draft's caches; null for those of its network.</param>
public sealed class GreedySpeculation(LlamaNetwork target, LlamaNetwork draft, Func<IKvHead>? draftHead)
{
    /// <summary>Tokens after the prompt, and what each step drafted and kept.</summary>
    /// <param name="prompt">At least one token.</param>
    /// <param name="output">Tokens wanted; the last draft is cut to what is missing.</param>
    /// <param name="gamma">Draft length.</param>
    public (ImmutableArray<int> Tokens, ImmutableArray<(int Drafted, int Accepted, int Context)> Steps) Run(IReadOnlyList<int> prompt, int output, int gamma)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        int vocabulary = target.Weights.Shape.Vocabulary;
        if (draft.Weights.Shape.Vocabulary != vocabulary)
            throw new ArgumentException($"the draft has a vocabulary of {draft.Weights.Shape.Vocabulary}, the target one of {vocabulary}; a draft must speak the tokens of its target");
        LlamaSession judge = new(target), drafter = new(draft, draftHead);
        // The last token of the prompt is the first that a step takes in.
        int[] start = [.. prompt.Take(prompt.Count - 1)];
        if (start.Length > 0)
        {
            judge.Forward(start);
            drafter.Forward(start);
        }
        drafter.EndPrompt();
        List<int> text = [.. prompt];
        var steps = ImmutableArray.CreateBuilder<(int, int, int)>();
        while (text.Count < prompt.Count + output)
        {
            int context = text.Count, length = Math.Min(gamma, prompt.Count + output - context - 1);
            int[] proposed = Draft(drafter, text, length);
            float[] logits = judge.Forward([text[^1], .. proposed]);
            int accepted = 0;
            while (accepted < length && Largest(logits, accepted, vocabulary) == proposed[accepted]) accepted++;
            text.AddRange(proposed.Take(accepted));
            text.Add(Largest(logits, accepted, vocabulary));
            judge.Rewind(text.Count - 1);
            drafter.Rewind(Math.Min(drafter.Position, text.Count - 1));
            steps.Add((length, accepted, context));
        }
        return ([.. text.Skip(prompt.Count)], steps.ToImmutable());
    }

    /// <summary>The target's own greedy tokens.</summary>
    public static ImmutableArray<int> Plain(LlamaNetwork network, IReadOnlyList<int> prompt, int output)
    {
        ArgumentNullException.ThrowIfNull(network);
        var session = new LlamaSession(network);
        int vocabulary = network.Weights.Shape.Vocabulary;
        float[] logits = session.Forward([.. prompt]);
        var tokens = ImmutableArray.CreateBuilder<int>();
        for (int row = prompt.Count - 1; tokens.Count < output; row = 0)
        {
            tokens.Add(Largest(logits, row, vocabulary));
            if (tokens.Count < output) logits = session.Forward([tokens[^1]]);
        }
        return tokens.ToImmutable();
    }

    // The first call takes in whatever the draft has not seen: the last token, and the one before when all of a draft was accepted.
    private static int[] Draft(LlamaSession drafter, List<int> text, int length)
    {
        var proposed = new int[length];
        int[] unseen = [.. text.Skip(drafter.Position)];
        for (int i = 0; i < length; i++)
        {
            float[] logits = drafter.Forward(unseen);
            int vocabulary = logits.Length / unseen.Length;
            proposed[i] = Largest(logits, unseen.Length - 1, vocabulary);
            unseen = [proposed[i]];
        }
        return proposed;
    }

    private static int Largest(float[] logits, int row, int vocabulary)
    {
        int best = 0;
        for (int i = 1; i < vocabulary; i++)
        {
            if (logits[row * vocabulary + i] > logits[row * vocabulary + best]) best = i;
        }
        return best;
    }
}
