using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>One token on its way through one core's tensor pipeline. Ends are written when the stage starts; until then they are never.</summary>
internal sealed class Token(StepState step, TokenTiming timing, long index, bool isLast)
{
    public StepState Step => step;

    public TokenTiming Timing => timing;

    /// <summary>Number in the sequence of all tokens.</summary>
    public long Index => index;

    /// <summary>Last of its step.</summary>
    public bool IsLast => isLast;

    public bool Gathers => timing.Gather > 0;

    public bool Selects => timing.Select > 0;

    public bool Rescales => timing.Rescale > 0;

    /// <summary>Numbers among the tokens that gather, that select, that rescale; meaningful only for those.</summary>
    public long GatherIndex { get; init; }

    public long SelectIndex { get; init; }

    public long RescaleIndex { get; init; }

    public long FetchEnd { get; set; } = StepState.Never;

    public long GatherEnd { get; set; } = StepState.Never;

    public long DenseStart { get; set; } = StepState.Never;

    public long DenseResult { get; set; } = StepState.Never;

    public long SelectEnd { get; set; } = StepState.Never;

    public long SparseResult { get; set; } = StepState.Never;

    /// <summary>Operands of the dense unit are there.</summary>
    public long OperandsAt => Gathers ? GatherEnd : FetchEnd;
}
