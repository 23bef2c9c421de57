namespace AccelSim.Engine.Dram;

/// <summary>A place in a memory.</summary>
/// <param name="Channel">Channel.</param>
/// <param name="PseudoChannel">Pseudo-channel of the channel.</param>
/// <param name="Bank">Bank of the pseudo-channel, stack IDs outermost.</param>
/// <param name="Row">Row of the bank.</param>
/// <param name="Column">Burst within the row.</param>
public readonly record struct DramPlace(int Channel, int PseudoChannel, int Bank, int Row, int Column);
