namespace AccelSim.Engine.Timing.Reference;

/// <summary>Whole cycles for a number of bytes at a rate.</summary>
internal static class Ceiling
{
    public static long Of(long amount, long per) => (amount / per) + (amount % per == 0 ? 0 : 1);
}
