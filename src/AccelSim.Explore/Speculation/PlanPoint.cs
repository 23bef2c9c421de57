using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>One combination that the planner tries.</summary>
public sealed record PlanPoint(long Context, long Batch, SpeculationStrategy Strategy);
