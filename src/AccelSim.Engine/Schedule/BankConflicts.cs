using AccelSim.Model.Machines;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Cycles to read vectors that lie one behind the other in a scratchpad (docs/ENGINE.md, "Scratchpad banks"). An access takes as many
/// consecutive words of every vector as there are banks for; the fullest bank says how long it lasts. Later accesses hit the same
/// banks turned round, so all last as long.
/// </summary>
internal static class BankConflicts
{
    /// <param name="scratchpad">The scratchpad.</param>
    /// <param name="vectors">Vectors that the unit reads together.</param>
    /// <param name="vectorBytes">Bytes that it reads of each.</param>
    /// <param name="strideBytes">Bytes from one to the next, rounded up to whole words.</param>
    public static long Cycles(Scratchpad scratchpad, long vectors, long vectorBytes, long strideBytes)
    {
        long words = Words(scratchpad, vectorBytes), stride = Words(scratchpad, strideBytes);
        long together = Math.Min(words, Math.Max(1, scratchpad.Banks / vectors));
        long accesses = (words + together - 1) / together;
        return accesses * FullestBank(scratchpad.Banks, vectors, stride, together) * (scratchpad.Ports >= 2 ? 1 : 2);
    }

    private static long Words(Scratchpad scratchpad, long bytes) =>
        Math.Max(1, (bytes + scratchpad.BytesPerBankPerCycle - 1) / scratchpad.BytesPerBankPerCycle);

    /// <summary>Most words of one access in one bank.</summary>
    /// <param name="banks">Banks.</param>
    /// <param name="vectors">Vectors of the access.</param>
    /// <param name="stride">Words from one vector to the next.</param>
    /// <param name="together">Consecutive words that it takes of each; at most the banks.</param>
    internal static long FullestBank(int banks, long vectors, long stride, long together)
    {
        // Starts repeat after banks / gcd vectors and lie gcd apart.
        long step = Gcd(stride, banks), starts = banks / step;
        long rounds = vectors / starts, rest = vectors % starts;
        // A round puts most words into the banks at multiples of the step.
        if (rest == 0) return rounds * ((together + step - 1) / step);
        var load = new int[banks];
        long fullest = 0;
        for (long v = 0; v < rest; v++)
        {
            long start = v * stride % banks;
            for (long w = 0; w < together; w++) fullest = Math.Max(fullest, ++load[(start + w) % banks]);
        }
        // The fullest bank of the rest is the first of one of its vectors, so also a multiple of the step.
        return rounds * ((together + step - 1) / step) + fullest;
    }

    private static long Gcd(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
