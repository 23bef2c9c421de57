using System.Collections.Immutable;
using AccelSim.Model.Numerics;
using AccelSim.Model.Workloads;

namespace AccelSim.Model.Operations;

/// <summary>One step of a workload as one chip executes it: a list of GEMMs, a prefill, a decode step.</summary>
public sealed record WorkloadStep
{
    public required string Name { get; init; }

    /// <summary>Equal operations together, in order of first appearance.</summary>
    public required ImmutableArray<RepeatedOperation> Operations { get; init; }

    /// <summary>The same in order of execution, of a model layer by layer; as <see cref="Operations"/> where the order is no other.</summary>
    public ImmutableArray<RepeatedOperation> Sequence
    {
        get => field.IsDefault ? Operations : field;
        init;
    }

    /// <summary>On what data accuracy is measured, where it is asked for.</summary>
    public NumericsPlan Numerics { get; init; } = NumericsPlan.Default;

    /// <summary>Switches of quantisation.</summary>
    public QuantisationOptions Quantisation { get; init; } = QuantisationOptions.Default;

    /// <summary>Formats by class of operand, for a model other than the one that is timed; null where the step was not made from any.</summary>
    public FormatPlan? Formats { get; init; }

    /// <summary>Tokens that one step yields for the whole batch; 0 where tokens have no meaning.</summary>
    public long TokensProduced { get; init; }

    /// <summary>True when the step's latency is the time to the first token.</summary>
    public bool IsPrefill { get; init; }

    /// <summary>Bytes per chip that must be resident in DRAM: weights, KV cache, activations.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>What <see cref="ResidentBytes"/> is made of, for the message when it does not fit.</summary>
    public string ResidentBreakdown { get; init; } = "";
}
