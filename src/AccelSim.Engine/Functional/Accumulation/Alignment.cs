namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>What becomes of the bits that a term shifts out when it is aligned to the largest exponent of its group.</summary>
public enum Alignment
{
    /// <summary>The magnitude is truncated, so both signs lose alike: every tensor core on record (arXiv 2512.07004).</summary>
    TruncateMagnitude,

    /// <summary>The signed number is shifted arithmetically, toward minus infinity: cheaper in two's complement, and a choice for a design.</summary>
    Floor,
}
