using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>Importance of every weight under a Hessian (sq-format.md section 5.1, step 2).</summary>
public static class WeightImportance
{
    /// <param name="score">Which score.</param>
    /// <param name="weights">Smoothed, by column, [n, k].</param>
    /// <param name="n">Columns.</param>
    /// <param name="hessian">Of the smoothed inputs.</param>
    /// <param name="format">Its low grid serves <see cref="WeightScore.RoundingLoss"/>.</param>
    /// <returns>[n, k].</returns>
    public static double[] Of(WeightScore score, ReadOnlySpan<float> weights, int n, Hessian hessian, SqFormat format)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(format);
        int k = hessian.K;
        if (weights.Length != (long)n * k)
            throw new ArgumentException($"{weights.Length} weights are no {n} columns of {k}");
        if (score == WeightScore.RoundingLoss)
            return RoundingLoss(weights, n, hessian, format);
        var importance = new double[weights.Length];
        for (int i = 0; i < importance.Length; i++)
            importance[i] = (double)weights[i] * weights[i] / Denominator(score, hessian, i % k);
        return importance;
    }

    private static double Denominator(WeightScore score, Hessian hessian, int k)
    {
        if (score == WeightScore.Magnitude)
            return 1;
        double diagonal = score == WeightScore.Cholesky ? hessian.UpperRow(k)[0] : hessian.InverseDiagonal(k);
        return score == WeightScore.Obs ? diagonal : diagonal * diagonal;
    }

    private static double[] RoundingLoss(ReadOnlySpan<float> weights, int n, Hessian hessian, SqFormat format)
    {
        int k = hessian.K;
        var elements = new SqElements(format, OperandRole.Weights);
        double[] literal = Of(WeightScore.Literal, weights, n, hessian, format);
        bool[] mask = BankSelection.Top<double>(literal, n, k, format.Bank, format.HighPerBank);
        int stored = mask.Length / Math.Max(n, 1);
        var loss = new double[weights.Length];
        for (int v = 0; v < n; v++)
        {
            for (int first = 0; first < k; first += format.Bank)
            {
                int length = Math.Min(format.Bank, k - first);
                ReadOnlySpan<float> bank = weights.Slice(v * k + first, length);
                (float low, _) = elements.Scales(bank, mask.AsSpan(v * stored + first, length));
                for (int i = 0; i < length; i++)
                {
                    double error = bank[i] - elements.Decode(false, elements.Encode(false, bank[i], low), low);
                    loss[v * k + first + i] = error * error / Denominator(WeightScore.Literal, hessian, first + i);
                }
            }
        }
        return loss;
    }
}
