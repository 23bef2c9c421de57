using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>Small blocks of a workload file.</summary>
internal static class WorkloadParts
{
    public static ObjectType<ParallelPlan> Parallel { get; } = DeclareParallel();

    public static ObjectType<ExpertPlan> Experts { get; } = DeclareExperts();

    private static ObjectType<ParallelPlan> DeclareParallel()
    {
        var block = new ObjectDeclaration<ParallelPlan>("a parallel plan");
        var tensor = block.Optional("tensor", new IntType(1, 65_536), p => p.Tensor, 1, "Chips that share every layer: the degree of tensor parallelism.");
        return block.Build(v => new ParallelPlan(v.Get(tensor)));
    }

    private static ObjectType<ExpertPlan> DeclareExperts()
    {
        var block = new ObjectDeclaration<ExpertPlan>("an expert plan");
        var seed = block.Optional("seed", new WholeType(0, long.MaxValue), p => p.Seed, 0, "Seed of the assignment of tokens to experts.");
        var assignments = block.Optional("assignments", new IntType(1, 10_000), p => p.Assignments, 1,
            "Different assignments, which the layers take in turn; 1 keeps all layers equal, so that they are simulated once.");
        return block.Build(v => new ExpertPlan(v.Get(seed), v.Get(assignments)));
    }
}

/// <summary>The block <c>parallel</c>.</summary>
internal sealed record ParallelPlan(int Tensor)
{
    public static readonly ParallelPlan None = new(1);
}

/// <summary>The block <c>experts</c>.</summary>
internal sealed record ExpertPlan(long Seed, int Assignments)
{
    public static readonly ExpertPlan Default = new(0, 1);

    public static ExpertPlan Of(Workload workload) =>
        workload is ModelWorkload model ? new ExpertPlan((long)model.ExpertSeed, model.ExpertAssignments) : Default;
}
