using System.Collections.Immutable;
using AccelSim.Engine.Kernels;

namespace AccelSim.Explore.Accuracy;

/// <summary>
/// Finds the constants of a generation: in turn those of each family on its own rows, and those that all families share on all rows, every
/// family weighing the same. Deterministic.
/// </summary>
public static class Calibrator
{
    private const int Turns = 12, PassesOfFamily = 5, PassesOfShared = 3;

    /// <summary>Constants that the sets share; the sets keep their own.</summary>
    /// <param name="sets">Families of one generation.</param>
    /// <param name="stop">Ends it between passes.</param>
    public static ImmutableArray<double> Run(IReadOnlyList<CalibratedSet> sets, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(sets);
        var options = new ParallelOptions { CancellationToken = stop };
        var shared = new Descent(SharedConstants.Catalogue, [.. SharedConstants.Catalogue.Select(SharedConstants.IsCalibrated)]);
        double[] errors = new double[sets.Count];
        double Joint(ImmutableArray<double> values)
        {
            var tried = new SharedConstants(values);
            Parallel.For(0, sets.Count, options, i => errors[i] = sets[i].Error(tried, sets[i].Values));
            return errors.Sum(); // in order: the same bits whatever the threads do
        }
        for (int turn = 0; turn < Turns; turn++)
        {
            var now = new SharedConstants(shared.Values);
            Parallel.For(0, sets.Count, options, i => sets[i].Pass(PassesOfFamily, now));
            if (turn < Turns - 1) shared.Pass(PassesOfShared, Joint);
            if (turn == Turns - 2) shared.Round();
        }
        foreach (CalibratedSet set in sets) set.Round();
        return shared.Values;
    }
}
