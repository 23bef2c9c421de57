using System.Collections.Immutable;
using AccelSim.Model.Operations;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>
/// Times of the target's passes over ragged batches. Everything but attention depends on the number of tokens alone and is simulated at every captured
/// size. Attention is interpolated: for each octave of batches a linear law in sequences, different contexts and cached tokens is laid
/// through simulated batches drawn from the requests; chunks of prompts are linear between simulated ones.
/// </summary>
internal sealed class StepTimes(IPassClock clock, SpeculationTarget target, ServingOptions options, ImmutableArray<ServedRequest> requests)
{
    private const int AnchorsPerOctave = 32;
    private const int ChunkAnchors = 16; // of the cache before a chunk, a doubling
    private const ulong AnchorStream = 1UL << 40;

    private readonly Dictionary<long, double> linear = [];
    private readonly Dictionary<(long Tokens, int Octave), double[]> laws = [];
    private readonly Dictionary<(long New, long Context), double> chunks = [];
    private readonly Uniform random = new(options.Seed);

    /// <summary>Seconds of a pass by the anchors.</summary>
    public double Interpolated(StepShape shape) => Linear(shape.NewTokens) + Attention(shape);

    /// <summary>Seconds of the same pass, its attention simulated as it is.</summary>
    public double Simulated(StepShape shape) => Linear(shape.NewTokens) + Exact(shape.Shapes);

    public long PageUp(long tokens) => (tokens + options.PageTokens - 1) / options.PageTokens * options.PageTokens;

    /// <summary>Seconds of everything but attention, head included, at the captured size.</summary>
    internal double Linear(long tokens)
    {
        long size = tokens <= options.GraphStep ? tokens : (tokens + options.GraphStep - 1) / options.GraphStep * options.GraphStep;
        if (linear.TryGetValue(size, out double known)) return known;
        return linear[size] = clock.Beside(Pass([new AttentionShape(size, 1, 1)]).Expand().Operations.Where(o => o.Operation is not AttentionOperation), target.TensorParallel).Seconds;
    }

    private double Attention(StepShape shape)
    {
        double seconds = 0;
        foreach ((long fresh, long context) in shape.Chunks) seconds += Chunk(fresh, context);
        if (shape.Contexts.IsEmpty) return seconds;
        double[] law = Law(shape.Tokens, shape.Contexts.Length);
        double[] features = Features(shape.Contexts);
        for (int i = 0; i < features.Length; i++) seconds += law[i] * features[i];
        return seconds;
    }

    private double Chunk(long fresh, long context)
    {
        // The cache before the chunk, at anchors of a sixteenth of its octave.
        long before = context - fresh, octave = before < ChunkAnchors ? 1 : (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)before + 1) / 2 / ChunkAnchors;
        long low = before / octave * octave, high = low == before ? low : low + octave;
        double a = ChunkAt(fresh, low);
        return low == high ? a : a + (ChunkAt(fresh, high) - a) * (before - low) / (high - low);
    }

    private double ChunkAt(long fresh, long before) => chunks.TryGetValue((fresh, before), out double known) ? known
        : chunks[(fresh, before)] = Exact([new AttentionShape(1, fresh, before + fresh)]);

    private double[] Law(long tokens, int sequences)
    {
        int octave = System.Numerics.BitOperations.Log2((uint)sequences);
        if (laws.TryGetValue((tokens, octave), out double[]? known)) return known;
        List<double[]> rows = [];
        List<double> results = [];
        for (int i = 0; i < AnchorsPerOctave; i++)
        {
            ulong stream = AnchorStream + (ulong)(octave * AnchorsPerOctave + i);
            int size = (1 << octave) + (int)(random.At(stream, 0) * (1 << octave));
            ImmutableArray<long> contexts = [.. Enumerable.Range(1, size).Select(s => Drawn(tokens, stream, (ulong)s))];
            rows.Add(Features(contexts));
            results.Add(Exact(new StepShape(tokens, contexts, []).Shapes));
        }
        return laws[(tokens, octave)] = LeastSquares.Fit(rows, results);
    }

    // A request somewhere between its first and its last token.
    private long Drawn(long tokens, ulong stream, ulong index)
    {
        ServedRequest request = requests[(int)(random.At(stream, 2 * index) * requests.Length)];
        return PageUp(request.Prompt + (long)(random.At(stream, 2 * index + 1) * request.Output) + tokens);
    }

    private static double[] Features(ImmutableArray<long> contexts) => [1, contexts.Length, contexts.Distinct().Count(), contexts.Sum()];

    private double Exact(ImmutableArray<AttentionShape> shapes) =>
        clock.Beside(Pass(shapes).Expand().Operations.Where(o => o.Operation is AttentionOperation), target.TensorParallel).Seconds;

    private ModelWorkload Pass(ImmutableArray<AttentionShape> shapes) => new()
    {
        Name = target.Model.Name,
        Model = target.Model with { MaxContext = Math.Max(target.Model.MaxContext, shapes.Max(s => s.KvLen)) },
        Phase = Phase.Verify,
        Sequences = shapes,
        Formats = target.Formats,
        TensorParallel = target.TensorParallel,
    };
}
