namespace AccelSim.Model.Dram;

/// <summary>Levels of a DRAM channel, from the outside in. Each node of a level belongs to one node of the level above it.</summary>
public enum DramLevel
{
    Channel,
    PseudoChannel,
    StackId,
    BankGroup,
    Bank,
    Row,
    Column,
}
