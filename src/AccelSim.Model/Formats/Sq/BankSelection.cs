using System.Numerics;

namespace AccelSim.Model.Formats.Sq;

/// <summary>Chooses the elements of each bank that are kept in high precision (sq-format.md section 5.1, step 3).</summary>
public static class BankSelection
{
    /// <summary>Marks the <paramref name="highPerBank"/> largest scores of every bank; ties go to the smaller k, padding is chosen last.</summary>
    /// <param name="scores">[vectors, k], any order-preserving importance.</param>
    /// <param name="vectors">Weight columns or tokens; 1 for a static mask.</param>
    /// <param name="k">Length along the reduction axis.</param>
    /// <param name="bank">Elements along K that share one selection.</param>
    /// <param name="highPerBank">h of every bank, the last, padded one included.</param>
    /// <returns>[vectors, k filled up to whole banks], true for high.</returns>
    /// <exception cref="ArithmeticException">A NaN score.</exception>
    public static bool[] Top<T>(ReadOnlySpan<T> scores, int vectors, int k, int bank, int highPerBank)
        where T : INumber<T>
    {
        MatrixExtents.Check(scores.Length, vectors, k);
        ArgumentOutOfRangeException.ThrowIfLessThan(bank, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(highPerBank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highPerBank, bank);
        int stored = (k + bank - 1) / bank * bank;
        bool[] mask = new bool[(long)vectors * stored];
        Span<int> best = new int[highPerBank];
        for (int v = 0; v < vectors; v++)
        {
            ReadOnlySpan<T> row = scores.Slice(v * k, k);
            for (int first = 0; first < stored; first += bank)
            {
                int count = Best(row[first..Math.Min(first + bank, k)], best);
                for (int j = 0; j < highPerBank; j++)
                    mask[v * stored + first + (j < count ? best[j] : k - first + j - count)] = true;
            }
        }
        return mask;
    }

    /// <summary>Fills <paramref name="best"/> with positions of the largest scores, best first, and returns how many there are.</summary>
    private static int Best<T>(ReadOnlySpan<T> scores, Span<int> best)
        where T : INumber<T>
    {
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (T.IsNaN(scores[i]))
                throw new ArithmeticException("a NaN importance score cannot be ranked");
            int at = count;
            while (at > 0 && scores[i] > scores[best[at - 1]])
                at--;
            if (at == best.Length)
                continue;
            count = Math.Min(count + 1, best.Length);
            best[at..(count - 1)].CopyTo(best[(at + 1)..count]);
            best[at] = i;
        }
        return count;
    }
}
