using System.Collections.Concurrent;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Cycles of the selector of SQ weights whose operand vectors lie in banks of one read port (docs/ENGINE.md, "Tensor pipeline"). Where the high elements of a
/// column stand is data that timing does not see, so picks fall into the banks evenly and independently (docs/DEVIATIONS.md, D25): the picks of an access take as many
/// cycles as the fullest bank has on average.
/// </summary>
internal static class SelectorConflicts
{
    private static readonly ConcurrentDictionary<(int Picks, int Banks), double> Known = new();

    /// <summary>Cycles for a token's picks, rounded up once.</summary>
    /// <param name="unit">Sparse unit with its selector.</param>
    /// <param name="picks">Operand vectors that the columns of the token need together.</param>
    public static long Cycles(SparseUnit unit, long picks)
    {
        (long accesses, long rest) = Math.DivRem(picks, unit.SelectPerCycle);
        if (unit.SelectBanks == 0) return accesses + (rest > 0 ? 1 : 0);
        double cycles = accesses == 0 ? 0 : accesses * FullestBank((int)unit.SelectPerCycle, unit.SelectBanks);
        if (rest > 0) cycles += FullestBank((int)rest, unit.SelectBanks);
        return (long)Math.Ceiling(cycles);
    }

    /// <summary>
    /// Average number of picks in the fullest of some banks: the sum over t of the probability that it has more than t. That no bank has more than t is
    /// built up bank by bank: of s picks in b banks the last one has i with probability C(s, i) (1/b)^i (1 - 1/b)^(s - i).
    /// </summary>
    internal static double FullestBank(int picks, int banks) => Known.GetOrAdd((picks, banks), static key =>
    {
        double average = 0;
        for (int most = 0; most < key.Picks; most++)
        {
            double more = 1 - NoneAbove(most, key.Picks, key.Banks);
            average += more;
            // The rest falls faster than by half from one to the next.
            if (more < 1e-12) break;
        }
        return average;
    });

    private static double NoneAbove(int most, int picks, int banks)
    {
        // below[s]: probability that s picks in the banks so far leave none with more than `most`.
        double[] below = new double[picks + 1], none = new double[picks + 1];
        for (int s = 0; s <= picks; s++) below[s] = s <= most ? 1 : 0;
        for (int b = 2; b <= banks; b++)
        {
            double here = 1.0 / b, elsewhere = 1 - here;
            // Products instead of a library's power, whose last digit differs between machines.
            none[0] = 1;
            for (int s = 1; s <= picks; s++) none[s] = none[s - 1] * elsewhere;
            for (int s = picks; s >= 0; s--)
            {
                // Binomial terms from i = 0 on; the first is at least 2^-512.
                double term = none[s], sum = 0;
                for (int i = 0; i <= Math.Min(s, most); i++)
                {
                    sum += term * below[s - i];
                    term *= (double)(s - i) / (i + 1) * (here / elsewhere);
                }
                below[s] = sum;
            }
        }
        return below[picks];
    }
}
