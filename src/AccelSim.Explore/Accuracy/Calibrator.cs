using System.Collections.Immutable;
using AccelSim.Engine.Kernels;
using AccelSim.Model.Measured;

namespace AccelSim.Explore.Accuracy;

/// <summary>
/// Finds the constants of a family: coordinate descent with steps that grow on success and shrink on failure, on the mean absolute
/// logarithm of simulated over measured time, each row capped so that outliers do not steer. Deterministic; the physical bounds of every
/// constant are kept.
/// </summary>
public static class Calibrator
{
    private const double Cap = 0.5;       // e^0.5: a row off by more than 1.65x counts as that
    private const double FirstStep = 0.3, Grow = 1.3, Shrink = 0.55, LeastStep = 0.003, Restart = 0.25;

    /// <summary>Constants of one family, and the mean error they leave.</summary>
    /// <param name="chips">Chips by the machine name of the rows; their rows share the constants.</param>
    /// <param name="constants">The family's catalogue.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="rows">Rows of the calibration half.</param>
    /// <param name="rounds">Passes over all constants.</param>
    public static (ImmutableArray<double> Values, double Error) Run(IReadOnlyDictionary<string, KernelChip> chips, ImmutableArray<KernelConstant> constants,
        ImmutableArray<double> start, IReadOnlyList<MeasuredKernel> rows, int rounds)
    {
        // The order of the descent decides into which of several close optima it falls: both orders are tried.
        (ImmutableArray<double> Values, double Error) forward = Descend(chips, constants, start, rows, rounds, reverse: false);
        (ImmutableArray<double> Values, double Error) backward = Descend(chips, constants, start, rows, rounds, reverse: true);
        return backward.Error < forward.Error ? backward : forward;
    }

    private static (ImmutableArray<double> Values, double Error) Descend(IReadOnlyDictionary<string, KernelChip> chips, ImmutableArray<KernelConstant> constants,
        ImmutableArray<double> start, IReadOnlyList<MeasuredKernel> rows, int rounds, bool reverse)
    {
        double[] values = [.. start], steps = [.. constants.Select(_ => FirstStep)];
        double best = Error(chips, [.. values], rows);
        for (int round = 0; round < rounds; round++)
        {
            for (int at = 0; at < values.Length; at++)
            {
                int i = reverse ? values.Length - 1 - at : at;
                double old = values[i];
                bool better = false;
                foreach (int sign in (ReadOnlySpan<int>)[1, -1])
                {
                    double moved = old <= 1e-9 ? (sign > 0 ? constants[i].High * 0.03 : 0) : old * Math.Exp(sign * steps[i]);
                    values[i] = Math.Clamp(moved, constants[i].Low, constants[i].High);
                    double error = values[i] == old ? double.MaxValue : Error(chips, [.. values], rows);
                    better = error < best - 1e-7;
                    if (better)
                    {
                        best = error;
                        break;
                    }
                    values[i] = old;
                }
                steps[i] *= better ? Grow : Shrink;
                if (steps[i] < LeastStep) steps[i] = Restart;
            }
        }
        return ([.. values.Select(Rounded)], best);
    }

    /// <summary>Four digits: more would claim what was not found.</summary>
    private static double Rounded(double value) => value == 0 ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 8));

    private static double Error(IReadOnlyDictionary<string, KernelChip> chips, ImmutableArray<double> values, IReadOnlyList<MeasuredKernel> rows)
    {
        double sum = 0;
        foreach (MeasuredKernel row in rows)
        {
            KernelTime time = KernelModel.Run(chips[row.Machine], row, values) ?? throw new InvalidOperationException($"{row.Place}: the machine cannot run this");
            sum += Math.Min(Cap, Math.Abs(Math.Log(time.Microseconds / row.LatencyUs)));
        }
        return sum / rows.Count;
    }
}
