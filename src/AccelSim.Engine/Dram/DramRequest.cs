namespace AccelSim.Engine.Dram;

/// <summary>One burst to read or write.</summary>
/// <param name="Bank">Bank within the pseudo-channel.</param>
/// <param name="Row">Row of the bank.</param>
/// <param name="IsWrite">Whether it writes.</param>
/// <param name="Arrival">Clock from which it wants service; -1: as soon as a queue takes it, which is then its arrival.</param>
public readonly record struct DramRequest(int Bank, int Row, bool IsWrite, long Arrival);
