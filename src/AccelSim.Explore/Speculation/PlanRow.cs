using AccelSim.Engine.Bounds;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>A combination with its step, or with the reason why it cannot run.</summary>
/// <param name="Point">The combination.</param>
/// <param name="Step">Its step; known also where only the memory is too small, null where an operation cannot run.</param>
/// <param name="Reason">Empty where it runs.</param>
public sealed record PlanRow(PlanPoint Point, SpeculativeStep? Step, string Reason)
{
    public bool Runs => Reason.Length == 0;

    /// <summary>Rate of a chain at which the step is no faster than decoding; null where no rate pays, and for trees.</summary>
    public double? BreakEvenAlpha => Step is null || Point.Strategy.Tree is not null || Point.Strategy.Draft == DraftKind.None ? null
        : SpeculationTwin.BreakEven(Point.Strategy.Gamma, Step.Autoregressive.Milliseconds, Step.StepMs);

    /// <summary>Speed-up were every rate moved; times stay.</summary>
    public double SpeedupAt(double moved) => Step!.Autoregressive.Milliseconds / Step.StepMs
        * (Point.Strategy with { Acceptance = Point.Strategy.Acceptance.Moved(moved) }).TokensPerStep(Point.Context);
}
