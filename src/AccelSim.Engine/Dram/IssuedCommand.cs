using AccelSim.Model.Dram;

namespace AccelSim.Engine.Dram;

/// <summary>A command as it went over a bus.</summary>
/// <param name="Time">Clock.</param>
/// <param name="Command">What.</param>
/// <param name="PseudoChannel">Where.</param>
/// <param name="Bank">Bank within the pseudo-channel, stack IDs outermost; 0 for commands to all banks.</param>
/// <param name="Row">Row opened, read or written; -1 where none is named.</param>
public readonly record struct IssuedCommand(long Time, DramCommand Command, int PseudoChannel, int Bank, int Row);
