using AccelSim.Model.Formats;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using CsCheck;

namespace AccelSim.Tests.Model.Workloads;

/// <summary>Random small models and steps of every family.</summary>
internal static class WorkloadGen
{
    private static readonly Gen<SlidingWindow?> Window = Gen.Frequency(
        (1, Gen.Const((SlidingWindow?)null)),
        (1, Gen.Select(Gen.Long[1, 40], Gen.Int[1, 3], Gen.Int[0, 2]).Select((t, s, f) => (SlidingWindow?)new SlidingWindow(t, s, f))));

    private static readonly Gen<MixtureOfExperts?> Experts = Gen.Frequency(
        (1, Gen.Const((MixtureOfExperts?)null)),
        (1, Gen.Select(Gen.Int[1, 4], Gen.Int[0, 6], Gen.Int[1, 8], Gen.Int[0, 2], Gen.Int[0, 2])
            .Select((a, more, f, s, d) => (MixtureOfExperts?)new MixtureOfExperts(a + more, a, 8 * f, s, d))));

    private static readonly Gen<LatentAttention?> Latent = Gen.Frequency(
        (2, Gen.Const((LatentAttention?)null)),
        (1, Gen.Select(Gen.OneOf(0, 24), Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 2], Gen.Int[1, 4])
            .Select((q, kv, n, r, v) => (LatentAttention?)new LatentAttention(q, 16 * kv, 8 * n, 8 * r, 8 * v))));

    /// <summary>Divisible by tensor parallelism of 1, 2 and 4.</summary>
    public static readonly Gen<LanguageModel> Model =
        from layers in Gen.Int[2, 7]
        from hidden in Gen.Long[1, 8]
        from kvHeads in Gen.OneOf(1, 2, 4)
        from groups in Gen.OneOf(4, 8)
        from ffn in Gen.Long[1, 10]
        from window in Window
        from experts in Experts
        from latent in Latent
        from gated in Gen.Bool
        from flags in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool)
        select new LanguageModel
        {
            Name = "random",
            Layers = layers,
            Hidden = 32 * hidden,
            Heads = kvHeads * groups,
            KvHeads = kvHeads,
            HeadDim = 16,
            Ffn = 16 * ffn,
            FfnMatrices = gated ? 3 : 2,
            Activation = gated ? ActivationFunction.SwiGlu : ActivationFunction.Gelu,
            Vocabulary = 1000,
            MaxContext = 100_000,
            Window = window,
            Experts = experts,
            Latent = latent,
            TiedEmbeddings = flags.Item1,
            QkvBias = flags.Item2,
            QkNorm = flags.Item3,
        };

    public static readonly Gen<FormatPlan> Formats = Gen.Select(Format("bf16", "int4(g=128)", "sq(int8/int4,b=16,s=0.875)"),
        Format("bf16", "int8", "mxfp4", "sq(int8/int4,b=16,s=0.5,dynamic)"), Format("bf16", "int8", "int4(g=16)"), Format("bf16", "int8"), Format("bf16", "int8"))
        .Select((w, a, kv, q, h) => new FormatPlan { Weights = w, Activations = a, Kv = kv, Attention = q, Head = h });

    public static readonly Gen<ModelWorkload> Workload =
        from model in Model
        from phase in Gen.OneOf(Phase.Prefill, Phase.Decode, Phase.Verify)
        from contexts in Gen.Long[8, 200].Array[1, 6]
        from output in Gen.Long[1, 8]
        from formats in Formats
        from tensor in Gen.OneOf(1, 2, 4)
        from seed in Gen.ULong
        from assignments in Gen.Int[1, 3]
        select new ModelWorkload
        {
            Name = "random",
            Model = model,
            Phase = phase,
            Sequences = StepShapes.Of(phase, contexts, output),
            OutputTokens = output,
            Formats = formats,
            TensorParallel = tensor,
            ExpertSeed = seed,
            ExpertAssignments = assignments,
        };

    public static NumberFormat Parse(string text) =>
        FormatParser.TryParse(text, FormatCatalogue.BuiltIn, out NumberFormat? format, out string? error) ? format : throw new ArgumentException(error);

    public static ModelWorkload Step(LanguageModel model, Phase phase, long batch, long context, long output = 1, int tensor = 1) => new()
    {
        Name = model.Name,
        Model = model,
        Phase = phase,
        Sequences = StepShapes.Of(phase, batch, context, output),
        OutputTokens = output,
        TensorParallel = tensor,
    };

    public static IEnumerable<(T Operation, long Repeats)> All<T>(this WorkloadStep step) where T : Operation =>
        step.Operations.Where(o => o.Operation is T).Select(o => ((T)o.Operation, o.Repeats));

    private static Gen<NumberFormat> Format(params string[] texts) => Gen.OneOf([.. texts.Select(Parse)]);
}
