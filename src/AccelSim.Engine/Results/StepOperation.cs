using AccelSim.Model.Results;

namespace AccelSim.Engine.Results;

/// <summary>One operation of a step with its results.</summary>
public sealed record StepOperation(OperationResult Result, long Repeats, MetricValues Metrics);
