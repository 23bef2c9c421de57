namespace AccelSim.Model.Speculation;

/// <summary>A request of a serving trace.</summary>
/// <param name="ArrivalMs">Milliseconds after the start.</param>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Output">Tokens to be generated, at least 1.</param>
/// <param name="Prefix">Leading tokens of the prompt that it shares with the other requests of its group.</param>
/// <param name="Group">Requests of one group share their prefix; -1 for none.</param>
public readonly record struct ServedRequest(double ArrivalMs, long Prompt, long Output, long Prefix = 0, int Group = -1);
