using System.Collections.Immutable;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Speculation;

/// <summary>How tokens are drafted (<c>kind: strategy</c>).</summary>
public static class StrategyFile
{
    private static readonly EnumType<DraftKind> Drafts =
        new(("self", DraftKind.Self), ("model", DraftKind.Model), ("heads", DraftKind.Heads), ("two_level", DraftKind.TwoLevel), ("none", DraftKind.None));

    private static readonly EnumType<KvPolicy> Policies = new(
        ("full", KvPolicy.Full), ("streaming_llm", KvPolicy.StreamingLlm), ("snapkv", KvPolicy.SnapKv), ("pqcache", KvPolicy.PqCache), ("exact_top_k", KvPolicy.ExactTopK));

    public static FileKind<SpeculationStrategy> Kind { get; } = new("strategy", "configs/strategies", "How tokens are drafted before a model verifies them.", Declare);

    /// <summary>The word for a policy, as in files and results.</summary>
    public static string Word(KvPolicy policy) => Policies.Format(policy);

    private static ObjectType<SpeculationStrategy> Declare(ObjectDeclaration<SpeculationStrategy> file)
    {
        SpeculationStrategy fallback = SpeculationStrategy.Autoregressive;
        var name = file.Required("name", TextType.Name, s => s.Name, "Name in results.", "my-strategy");
        file.Optional("description", new TextType(), _ => "", "", "What this strategy is, in a sentence.");
        var draft = file.Required("draft", Drafts, s => s.Draft, "Who drafts: the target on a sparse cache, another model, a few layers beside the target, two levels, or nobody.", "self");
        var model = file.Block("model", WorkloadFile.ModelType, s => s.Model, "Draft model, or the small model of two levels: a name under workloads/models, or a path.");
        var policy = file.Optional("kv_policy", Policies, s => s.Policy, fallback.Policy, "Keys and values that the draft reads.");
        var budget = file.Optional("budget", new WholeType(1), s => s.Budget, fallback.Budget, "Tokens in the draft's cache, sinks included.");
        var gamma = file.Optional("gamma", new IntType(0, 1000), s => s.Gamma, fallback.Gamma, "Draft tokens per step.");
        var most = file.Optional("most_gamma", new IntType(1, 1000), s => s.MostGamma, fallback.MostGamma, "Longest draft that the planner tries: heads are trained for a depth.");
        var tree = file.Block("tree", Tree(), s => s.Tree, "Shape of the draft; a chain of gamma tokens where it is left out.");
        var layers = file.Optional("head_layers", new IntType(1, 100), s => s.HeadLayers, 1, "Heads: layers of the target's shape that a draft token passes, the output matrix apart.");
        var lower = file.Block("lower", Lower(), s => s.Lower, "Two levels: how the small model drafts for the target on its sparse cache.");
        var chips = file.Optional("tensor_parallel", new IntType(0, 65_536), s => s.TensorParallel, 0, "Chips that share a draft model; 0 for those of the target, or as many of them as its heads divide among.");
        var formats = file.Block("formats", FormatsYaml.Type, s => s.Formats, "Number formats of the draft; by default those of the target, or bf16 for a draft model.");
        var acceptance = file.Block("acceptance", AcceptanceYaml.Type, s => s.Acceptance, "Rates at which the target accepts draft tokens.", "{alpha: 0.8}");
        file.Check([draft, model, lower, acceptance], v =>
        {
            DraftKind kind = v.Get(draft);
            if (kind is DraftKind.Model or DraftKind.TwoLevel && v.Get(model) is null) v.Report(draft, "a draft model is needed under model");
            if (kind is DraftKind.Self or DraftKind.Heads or DraftKind.None && v.Get(model) is not null) v.Report(model, "has no meaning here; it goes with draft: model and draft: two_level");
            if (kind == DraftKind.TwoLevel && v.Get(lower) is null) v.Report(draft, "the lower level is needed under lower");
            if (kind != DraftKind.None && v.Get(acceptance) is null) v.Report(draft, "rates are needed under acceptance, as in acceptance: {alpha: 0.8}");
        });
        return file.Build(v => new SpeculationStrategy
        {
            Name = v.Get(name),
            Draft = v.Get(draft),
            Model = v.Get(model),
            Policy = v.Get(policy),
            Budget = v.Get(budget),
            Gamma = v.Get(tree)?.Depth ?? v.Get(gamma),
            MostGamma = v.Get(most),
            Tree = v.Get(tree),
            HeadLayers = v.Get(layers),
            TensorParallel = v.Get(chips),
            Lower = v.Get(lower),
            Formats = v.Get(formats),
            Acceptance = v.Get(acceptance) ?? fallback.Acceptance,
        });
    }

    private static ObjectType<DraftTree> Tree()
    {
        var block = new ObjectDeclaration<DraftTree>("a tree");
        var parents = block.Required("parents", new ListType<int>(new IntType(-1, 100_000)), t => t.Parents, "Parent of each node, -1 for children of the last token; parents first.", "[-1, 0, 0]");
        var rates = block.Required("rates", new ListType<double>(new RealType(0, 1)), t => t.Rates, "Probability that each node is accepted once its parent is.", "[0.8, 0.7, 0.1]");
        block.Check([parents, rates], v =>
        {
            if (DraftTree.Fault(v.Get(parents), v.Get(rates)) is { } fault) v.Report(parents, fault);
        });
        return block.Build(v => DraftTree.Fault(v.Get(parents), v.Get(rates)) is null ? new DraftTree(v.Get(parents), v.Get(rates)) : DraftTree.Chain(1, 0));
    }

    private static ObjectType<TwoLevelDraft> Lower()
    {
        var block = new ObjectDeclaration<TwoLevelDraft>("a lower level");
        var gamma = block.Required("gamma", new IntType(1, 1000), l => l.Gamma, "Tokens that the small model drafts a round.", "2");
        var budget = block.Required("budget", new WholeType(1), l => l.Budget, "Tokens in its cache.", "1024");
        var alpha = block.Required("alpha", new RealType(0, 1), l => l.Alpha, "Rate at which the target on its sparse cache accepts them.", "0.5");
        return block.Build(v => new TwoLevelDraft(v.Get(gamma), v.Get(budget), v.Get(alpha)));
    }
}
