using System.Collections.Immutable;

namespace AccelSim.Explore.Accuracy;

/// <summary>A line of the accuracy table; errors in percent of the measurement.</summary>
public sealed record AccuracyLine(string Machine, string Kind, string Dtype, string Regime, int Rows,
    double MedianApe, double MeanApe, double P90Ape, double Bias, double? Spearman, double BaselineMedianApe, double BaselineMeanApe)
{
    /// <summary>Lines of all groups: machine, kind and dtype in order of name, <c>all</c> before the regimes.</summary>
    public static ImmutableArray<AccuracyLine> Table(IEnumerable<ScoredKernel> rows)
    {
        var lines = ImmutableArray.CreateBuilder<AccuracyLine>();
        foreach (var group in rows.GroupBy(r => (r.Machine, r.Kind, r.Dtype)).OrderBy(g => g.Key.Machine, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Kind, StringComparer.Ordinal).ThenBy(g => g.Key.Dtype, StringComparer.Ordinal))
        {
            lines.Add(Of(group.Key, "all", [.. group]));
            foreach (var regime in group.GroupBy(r => r.Regime).OrderBy(g => g.Key)) lines.Add(Of(group.Key, regime.Key.ToString().ToLowerInvariant(), [.. regime]));
        }
        return lines.ToImmutable();
    }

    private static AccuracyLine Of((string Machine, string Kind, string Dtype) key, string regime, ScoredKernel[] rows)
    {
        double[] errors = [.. rows.Select(r => Math.Abs(r.Error)).Order()], baseline = [.. rows.Select(r => Math.Abs(r.BaselineError)).Order()];
        return new(key.Machine, key.Kind, key.Dtype, regime, rows.Length, 100 * Quantile(errors, 0.5), 100 * errors.Average(), 100 * Quantile(errors, 0.9),
            100 * rows.Average(r => r.Error), RankCorrelation(rows), 100 * Quantile(baseline, 0.5), 100 * baseline.Average());
    }

    /// <summary>Quantile of sorted values, linear between neighbours.</summary>
    internal static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int low = (int)at;
        return low + 1 == sorted.Length ? sorted[low] : sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low]));
    }

    /// <summary>Spearman's rank correlation, ties at their mean rank; null below three rows or where one side does not vary.</summary>
    private static double? RankCorrelation(ScoredKernel[] rows)
    {
        if (rows.Length < 3) return null;
        double[] a = Ranks([.. rows.Select(r => r.Simulated.Microseconds)]), b = Ranks([.. rows.Select(r => r.Measured.LatencyUs)]);
        double mean = (rows.Length - 1) / 2.0, products = 0, squaresA = 0, squaresB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            products += (a[i] - mean) * (b[i] - mean);
            squaresA += (a[i] - mean) * (a[i] - mean);
            squaresB += (b[i] - mean) * (b[i] - mean);
        }
        return squaresA == 0 || squaresB == 0 ? null : products / Math.Sqrt(squaresA * squaresB);
    }

    internal static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double[] ranks = new double[values.Length];
        for (int i = 0; i < order.Length;)
        {
            int j = i;
            while (j < order.Length && values[order[j]] == values[order[i]]) j++;
            for (int k = i; k < j; k++) ranks[order[k]] = (i + j - 1) / 2.0;
            i = j;
        }
        return ranks;
    }
}
