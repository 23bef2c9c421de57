using System.Collections.Immutable;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>
/// Serves requests by continuous batching: every step takes all sequences under generation and a chunk of the prompts that wait; a request is admitted
/// when pages for its prompt and output are free. A group's shared beginning is computed once and its pages are kept while there is room.
/// With a strategy a step drafts for all sequences and verifies together with the chunk.
/// </summary>
public sealed class ServingSimulation(StepComposer composer, SpeculationTarget target, ServingOptions options, long capacity)
{
    private const ulong ResimulationStream = 1UL << 41;

    /// <exception cref="ArgumentException">A request is larger than the memory.</exception>
    public ServingResult Run(SpeculationStrategy strategy, ImmutableArray<ServedRequest> requests, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        var pages = new PagePool(FreePages(strategy), options.PageTokens);
        var times = new StepTimes(composer.Clock, target, options, requests);
        var drafts = new ServedDrafts(composer, target, strategy);
        var random = new Uniform(options.Seed);
        ServedSequence[] all = [.. requests.Select((r, i) => new ServedSequence(i, r)).OrderBy(s => s.Request.ArrivalMs).ThenBy(s => s.Number)];
        if (all.FirstOrDefault(s => pages.Needed(s.Request) > pages.Total) is { } large)
            throw new ArgumentException(FormattableString.Invariant($"request {large.Number} of {large.Request.Prompt} + {large.Request.Output} tokens needs {pages.Needed(large.Request)} pages of the cache; {pages.Total} fit beside the weights"));
        List<ServedSequence> running = [];
        List<double> errors = [];
        double now = 0;
        long steps = 0, tokens = 0;
        int next = 0, ended = 0;
        while (ended < all.Length)
        {
            if ((steps & 1023) == 0) stop.ThrowIfCancellationRequested();
            if (running.Count == 0 && next < all.Length) now = Math.Max(now, all[next].Request.ArrivalMs);
            while (next < all.Length && running.Count < options.MostSequences && all[next].Request.ArrivalMs <= now && pages.TryAdmit(all[next])) running.Add(all[next++]);
            (StepShape shape, List<(ServedSequence Sequence, long New)> prompts, ServedSequence[] generating) = Step(running, strategy, times);
            double seconds = times.Interpolated(shape) + drafts.Seconds(generating);
            if (errors.Count < options.MostResimulated && random.At(ResimulationStream, (ulong)steps) < options.Resimulated)
                errors.Add(seconds / (times.Simulated(shape) + drafts.Seconds(generating)) - 1);
            now += seconds * 1e3;
            steps++;
            foreach ((ServedSequence sequence, long fresh) in prompts)
            {
                sequence.Prefilled += fresh;
                if (!sequence.IsPrefilled) continue;
                pages.Computed(sequence.Request);
                (sequence.Made, sequence.FirstTokenMs, tokens) = (1, now, tokens + 1);
            }
            foreach (ServedSequence sequence in generating) tokens += Generate(sequence, strategy, random);
            foreach (ServedSequence sequence in running.Where(s => s.IsPrefilled && s.Made == s.Request.Output))
            {
                sequence.EndMs = now;
                pages.Release(sequence);
                ended++;
            }
            running.RemoveAll(s => s.IsPrefilled && s.Made == s.Request.Output);
        }
        return ServingResult.Of(strategy.Name, all, options.DeadlineMs, now, steps, tokens, errors, pages.ReusedTokens);
    }

    private (StepShape Shape, List<(ServedSequence Sequence, long New)> Prompts, ServedSequence[] Generating) Step(List<ServedSequence> running, SpeculationStrategy strategy, StepTimes times)
    {
        ServedSequence[] generating = [.. running.Where(s => s.IsPrefilled)];
        List<(ServedSequence, long)> prompts = [];
        long room = options.ChunkTokens;
        foreach (ServedSequence sequence in running.Where(s => !s.IsPrefilled))
        {
            if (room == 0) break;
            long fresh = Math.Min(room, sequence.Request.Prompt - sequence.Prefilled);
            prompts.Add((sequence, fresh));
            room -= fresh;
        }
        long verified = strategy.VerifyTokens;
        return (new StepShape(verified, [.. generating.Select(s => times.PageUp(s.Context + verified - 1))],
            [.. prompts.Select(p => (p.Item2, p.Item1.Prefilled + p.Item2))]), prompts, generating);
    }

    private static long Generate(ServedSequence sequence, SpeculationStrategy strategy, Uniform random)
    {
        int drafted = strategy.Draft == DraftKind.None ? 0 : (int)Math.Min(strategy.Gamma, sequence.Request.Output - sequence.Made - 1);
        int accepted = TraceGenerator.Accepted(strategy.Acceptance, drafted, strategy.Budget, sequence.Context, random, (ulong)sequence.Number, (ulong)sequence.Made);
        sequence.Made += accepted + 1;
        return accepted + 1;
    }

    /// <summary>Pages that fit beside weights, activations and what the drafts need for the largest batch.</summary>
    private long FreePages(SpeculationStrategy strategy)
    {
        SpeculationMemory one = Memory(strategy, options.MostSequences, options.PageTokens), two = Memory(strategy, options.MostSequences, 2 * options.PageTokens);
        long page = (two.Kv - one.Kv) / options.MostSequences;
        return Math.Max(0, (capacity - one.Weights - one.Activations - one.DraftWeights - two.DraftKv) / page);
    }

    private SpeculationMemory Memory(SpeculationStrategy strategy, long batch, long context)
    {
        // The draft's cache at its full budget.
        SpeculationTarget full = target.With(batch, Math.Min(target.Model.MaxContext, Math.Max(context, strategy.HasBudget ? strategy.Budget : 1)));
        SpeculationMemory draft = composer.Step(strategy, full).Memory, plain = composer.Step(SpeculationStrategy.Autoregressive, target.With(batch, context)).Memory;
        return draft with { Kv = plain.Kv };
    }
}
