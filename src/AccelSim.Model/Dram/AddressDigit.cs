namespace AccelSim.Model.Dram;

/// <summary>One digit of an address.</summary>
/// <param name="Level">What it selects.</param>
/// <param name="Size">Values of the digit.</param>
/// <param name="Weight">Value of one step within the level: sizes of the level's lower digits multiplied.</param>
/// <param name="Mixed">Whether it is combined with the lowest bits of the row by exclusive or.</param>
public readonly record struct AddressDigit(DramLevel Level, int Size, int Weight, bool Mixed);
