using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>An operation cut into steps for one machine: the one description that timing and the functional path read.</summary>
/// <param name="Tokens">The table that <see cref="Step.Token"/> indexes; it is complete once the stream has been enumerated.</param>
/// <param name="Stream">The steps in order; generated while they are read, never stored. Enumerate once.</param>
public sealed record Lowered(IReadOnlyList<TokenTiming> Tokens, IEnumerable<Step> Stream);
