using AccelSim.Explore.Speculation;
using AccelSim.Input.Machines;
using AccelSim.Model.Machines;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;
using AccelSim.Tests.Input;

namespace AccelSim.Tests.Explore.Speculation;

/// <summary>A small model on a shipped machine, for laws of speculative steps.</summary>
internal static class Stage
{
    public static readonly Machine Machine = MachineFile.Kind.Load("sq-next", [], Installation.Files).Value!;

    public static readonly LanguageModel Small = new()
    {
        Name = "small",
        Layers = 3,
        Hidden = 1024,
        Heads = 8,
        KvHeads = 2,
        HeadDim = 128,
        Ffn = 2816,
        Vocabulary = 8192,
        MaxContext = 65536,
    };

    /// <summary>One clock for all tests: its passes depend on nothing else.</summary>
    public static readonly SimulatedPasses Passes = new(Machine);

    public static StepComposer Composer { get; } = new(Passes);

    public static SpeculationTarget Target(long batch = 8, long context = 4096) => new() { Model = Small, Sequences = [new SequenceGroup(batch, context)] };

    public static SpeculationStrategy Self(KvPolicy policy = KvPolicy.StreamingLlm, int gamma = 3, long budget = 512, double alpha = 0.8) => new()
    {
        Name = "self",
        Draft = DraftKind.Self,
        Policy = policy,
        Gamma = gamma,
        Budget = budget,
        Acceptance = new ConstantAcceptance(alpha, AcceptanceEvidence.Assumed, "test"),
    };
}
