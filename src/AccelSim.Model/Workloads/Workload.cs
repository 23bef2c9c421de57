using AccelSim.Model.Numerics;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>What a user asks a machine to run: a step of a language model, or a list of GEMMs.</summary>
public abstract record Workload
{
    public required string Name { get; init; }

    /// <summary>On what data accuracy is measured, where it is asked for.</summary>
    public NumericsPlan Numerics { get; init; } = NumericsPlan.Default;

    /// <summary>Switches of quantisation; they also fill in what the formats leave open.</summary>
    public abstract QuantisationOptions Quantisation { get; }

    /// <summary>Chips that the workload is laid over; every one executes the step.</summary>
    public abstract int Chips { get; }

    /// <summary>The operations of one chip.</summary>
    /// <exception cref="ArgumentException">The workload contradicts itself; readers of files report this before.</exception>
    public abstract WorkloadStep Expand();
}
