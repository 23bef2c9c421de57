using System.Collections.Immutable;
using AccelSim.Engine.Kernels;

namespace AccelSim.Explore.Accuracy;

/// <summary>
/// Coordinate descent over constants within their physical bounds: the step of a constant grows on success and shrinks on failure, and
/// starts again when it has become too small to matter. Deterministic.
/// </summary>
public sealed class Descent
{
    /// <summary>Error that a constant must save for each factor of e that it leaves its start by: what the rows do not ask for stays where it is plausible.</summary>
    private const double Inertia = 4e-4;

    private const double FirstStep = 0.3, Grow = 1.3, Shrink = 0.55, LeastStep = 0.003, Restart = 0.25;

    private readonly ImmutableArray<KernelConstant> constants;
    private readonly bool[] free;
    private readonly double[] steps;
    private double[] values;

    private readonly bool backwards;

    /// <summary>Begins at the start of each constant; those that are not free stay there.</summary>
    /// <param name="constants">In the order of their values.</param>
    /// <param name="free">Which of them may move.</param>
    /// <param name="backwards">Whether the first pass begins with the last constant: the order decides into which of close optima a descent falls.</param>
    public Descent(ImmutableArray<KernelConstant> constants, bool[] free, bool backwards = false)
    {
        ArgumentNullException.ThrowIfNull(free);
        this.backwards = backwards;
        this.constants = constants;
        this.free = free;
        steps = [.. constants.Select(_ => FirstStep)];
        values = [.. constants.Select(c => c.Start)];
    }

    public ImmutableArray<double> Values => [.. values];

    /// <summary>Passes over all free constants, each pass in the other direction than the one before; the error that they end with, inertia with it.</summary>
    public double Pass(int passes, Func<ImmutableArray<double>, double> errorOf)
    {
        ArgumentNullException.ThrowIfNull(errorOf);
        double best = errorOf(Values) + Moved();
        for (int pass = 0; pass < passes; pass++)
        {
            for (int at = 0; at < values.Length; at++)
            {
                int i = (pass % 2 == 0) != backwards ? at : values.Length - 1 - at;
                if (free[i]) best = Try(i, best, errorOf);
            }
        }
        return best;
    }

    /// <summary>Four digits: more would claim what was not found.</summary>
    public void Round() => values = [.. values.Select((v, i) => v == 0 ? 0 : Math.Clamp(Math.Round(v, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(v))), 0, 8)), constants[i].Low, constants[i].High))];

    private double Moved()
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double floor = 0.01 * constants[i].High;
            if (free[i]) sum += Math.Abs(Math.Log((values[i] + floor) / (constants[i].Start + floor)));
        }
        return Inertia * sum;
    }

    private double Try(int i, double best, Func<ImmutableArray<double>, double> errorOf)
    {
        double old = values[i];
        foreach (int sign in (ReadOnlySpan<int>)[1, -1])
        {
            double least = 1e-3 * (constants[i].High - constants[i].Low);
            double moved = old <= least ? (sign > 0 ? constants[i].High * 0.03 : 0) : old * Math.Exp(sign * steps[i]);
            values[i] = Math.Clamp(moved, constants[i].Low, constants[i].High);
            double error = values[i] == old ? double.MaxValue : errorOf(Values) + Moved();
            if (error < best - 1e-7)
            {
                steps[i] *= Grow;
                return error;
            }
            values[i] = old;
        }
        steps[i] *= Shrink;
        if (steps[i] < LeastStep) steps[i] = Restart;
        return best;
    }
}
