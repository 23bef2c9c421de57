using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>A step of the stream and how far it has come. Times are written when they are reached or fixed; until then they are never.</summary>
internal sealed class StepState(int index, in Step step)
{
    public const long Never = long.MaxValue;

    private readonly Wait[] waits = [.. new[] { step.Wait0, step.Wait1, step.Wait2, step.Wait3 }.Where(w => !w.IsNone)];

    /// <summary>Place in the stream.</summary>
    public int Index { get; } = index;

    public readonly Step Step = step;

    /// <summary>What it waits for, without the empty waits.</summary>
    public ReadOnlySpan<Wait> Waits => waits;

    /// <summary>The steps it waits for: for every wait the step that gives the awaited signal, counted in stream order.</summary>
    public StepState[] Producers { get; set; } = [];

    /// <summary>Load: its last chunk is in the shared buffer, for the first time or already.</summary>
    public long DataAt { get; set; } = Never;

    /// <summary>Load: its last chunk has left the shared-buffer port.</summary>
    public long PortEnd { get; set; } = Never;

    /// <summary>Load: its last chunk has arrived at the cores.</summary>
    public long Arrival { get; set; } = Never;

    public long CompletedAt { get; set; } = Never;

    /// <summary>Store: chunks not yet written, and the latest end among those that are.</summary>
    public long ChunksLeft { get; set; }

    public long WrittenAt { get; set; }

    /// <summary>Cores that have read their last operand, sent their last byte, completed the step.</summary>
    public int CoresRead { get; set; }

    public int CoresSent { get; set; }

    public int CoresDone { get; set; }

    public bool IsCompleteAt(long cycle) => CompletedAt <= cycle;

    public override string ToString() => $"step {Index} ({Step.Kind})";
}
