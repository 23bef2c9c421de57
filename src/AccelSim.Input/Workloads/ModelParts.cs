using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>The optional blocks of a model file.</summary>
internal static class ModelParts
{
    private static readonly IntType Width = new(1, 1_000_000);

    public static ObjectType<SlidingWindow> Window { get; } = DeclareWindow();

    public static ObjectType<MixtureOfExperts> Experts { get; } = DeclareExperts();

    public static ObjectType<LatentAttention> Latent { get; } = DeclareLatent();

    private static ObjectType<SlidingWindow> DeclareWindow()
    {
        var block = new ObjectDeclaration<SlidingWindow>("a sliding window");
        var tokens = block.Required("tokens", new WholeType(1), w => w.Tokens, "Tokens that a query sees, its own included.", "4096");
        var sliding = block.Optional("sliding", new IntType(1, 1000), w => w.SlidingRun, 1, "Layers in a row that slide; the pattern begins with them.");
        var full = block.Optional("full", new IntType(0, 1000), w => w.FullRun, 0, "Layers in a row that see everything; 0 when every layer slides.");
        return block.Build(v => new SlidingWindow(v.Get(tokens), v.Get(sliding), v.Get(full)));
    }

    private static ObjectType<MixtureOfExperts> DeclareExperts()
    {
        var block = new ObjectDeclaration<MixtureOfExperts>("a mixture of experts");
        var count = block.Required("count", new IntType(1, 100_000), e => e.Experts, "Routed experts of a layer.", "8");
        var active = block.Required("active", new IntType(1, 100_000), e => e.Active, "Routed experts that one token uses.", "2");
        var ffn = block.Required("ffn", new WholeType(1, 100_000_000), e => e.ExpertFfn, "Inner width of one expert.", "14336");
        var shared = block.Optional("shared", new IntType(0, 1000), e => e.Shared, 0, "Experts that every token uses besides.");
        var dense = block.Optional("dense_layers", new IntType(0, 10_000), e => e.DenseLayers, 0, "Leading layers without experts.");
        return block.Build(v => new MixtureOfExperts(v.Get(count), v.Get(active), v.Get(ffn), v.Get(shared), v.Get(dense)));
    }

    private static ObjectType<LatentAttention> DeclareLatent()
    {
        var block = new ObjectDeclaration<LatentAttention>("a latent attention");
        var q = block.Optional("q_rank", new IntType(0, 1_000_000), l => l.QRank, 0, "Rank of the query's down projection; 0 for none.");
        var kv = block.Required("kv_rank", Width, l => l.KvRank, "Width of the cached latent.", "512");
        var nope = block.Required("nope_dim", Width, l => l.NopeDim, "Width per head of queries and keys without position.", "128");
        var rope = block.Required("rope_dim", Width, l => l.RopeDim, "Width of the rotated part, cached once for all heads.", "64");
        var value = block.Required("v_dim", Width, l => l.VDim, "Width per head of values.", "128");
        return block.Build(v => new LatentAttention(v.Get(q), v.Get(kv), v.Get(nope), v.Get(rope), v.Get(value)));
    }
}
