using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>What a user asks a machine to run: a step of a language model, or a list of GEMMs.</summary>
public abstract record Workload
{
    public required string Name { get; init; }

    /// <summary>Chips that the workload is laid over; every one executes the step.</summary>
    public abstract int Chips { get; }

    /// <summary>The operations of one chip.</summary>
    /// <exception cref="ArgumentException">The workload contradicts itself; readers of files report this before.</exception>
    public abstract WorkloadStep Expand();
}
