namespace AccelSim.Model.Machines;

/// <summary>Where the vectors of an operand tile lie in the banks of a scratchpad.</summary>
public enum ScratchpadLayout
{
    /// <summary>Turned or padded so that the vectors that a unit reads together start in different banks: no conflicts.</summary>
    Interleaved,

    /// <summary>One vector behind the other, word after word over the banks: vectors whose length shares a factor with the banks collide.</summary>
    Linear,
}
