namespace AccelSim.Engine.Functional.Verification;

/// <summary>What a check found.</summary>
/// <param name="Cases">Comparisons made.</param>
/// <param name="Mismatches">Those that failed; 0 is a pass.</param>
public readonly record struct CheckCount(long Cases, long Mismatches)
{
    public static CheckCount operator +(CheckCount a, CheckCount b) => new(a.Cases + b.Cases, a.Mismatches + b.Mismatches);

    /// <summary>One comparison.</summary>
    public static CheckCount Of(bool holds) => new(1, holds ? 0 : 1);
}
