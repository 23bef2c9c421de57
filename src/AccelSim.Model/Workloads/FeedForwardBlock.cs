using System.Collections.Immutable;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>Operations of a feed-forward block, dense or a mixture of experts, from its norm's output to the residual's sum over chips.</summary>
internal static class FeedForwardBlock
{
    /// <summary>The linear layer that reads the norm.</summary>
    public static string First(LayerBuilder to) =>
        to.Model.HasExperts(to.Layer) ? "experts." + Up(to) : Up(to);

    /// <summary>Wide copies that the norm writes besides: the router reads one.</summary>
    public static int WideReaders(LayerBuilder to) =>
        to.Model.HasExperts(to.Layer) && to.Format(OperandClass.Activations, First(to)) != to.Wide ? 1 : 0;

    public static void Write(LayerBuilder to, ImmutableArray<long> expertLoads)
    {
        if (to.Model.HasExperts(to.Layer))
            Experts(to, expertLoads);
        else
            Gated(to, "", to.Tokens, [], []);
        to.AllReduce("mlp_all_reduce");
    }

    private static void Experts(LayerBuilder to, ImmutableArray<long> loads)
    {
        MixtureOfExperts moe = to.Model.Experts!;
        to.Linear("router");
        to.Add(to.Vector("router_top_k", to.Tokens, moe.Experts, VectorFormulas.RouterTopK(moe.Active)));
        Gated(to, "experts.", to.Tokens * moe.Active, Grouped(to, "experts." + Up(to), loads), Grouped(to, "experts.down_proj", loads));
        int shared = moe.Shared > 0 ? 1 : 0;
        if (shared > 0)
            Gated(to, "shared_experts.", to.Tokens, [], []);
        to.Add(to.Vector("experts.combine", to.Tokens, to.Model.Hidden, VectorFormulas.Combine(moe.Active, shared), inputs: moe.Active + shared));
    }

    /// <summary>Up (and gate), activation with the quantisation for the next layer, down. Without shapes both multiply all tokens.</summary>
    private static void Gated(LayerBuilder to, string prefix, long rows, ImmutableArray<GemmShape> up, ImmutableArray<GemmShape> down)
    {
        string upName = prefix + Up(to);
        string downName = prefix + "down_proj";
        if (up.IsEmpty)
            to.Linear(upName);
        else
            to.Linear(upName, up);
        int inputs = to.Model.FfnMatrices - 1;
        VectorWork work = VectorFormulas.Activation(to.Model.Activation);
        to.Feed(downName, to.Vector(prefix + "activation", rows, to.Matrix(downName).K, work, inputs));
        if (down.IsEmpty)
            to.Linear(downName);
        else
            to.Linear(downName, down);
    }

    /// <summary>One shape for each different load, largest first; experts without tokens cost nothing.</summary>
    private static ImmutableArray<GemmShape> Grouped(LayerBuilder to, string name, ImmutableArray<long> loads)
    {
        WeightMatrix matrix = to.Matrix(name);
        return [.. loads.Where(l => l > 0).GroupBy(l => l).OrderByDescending(g => g.Key)
            .Select(g => new GemmShape(g.Count(), g.Key, matrix.N, matrix.K))];
    }

    private static string Up(LayerBuilder to) => to.Model.FfnMatrices == 3 ? "gate_up_proj" : "up_proj";
}
