using System.Collections.Immutable;
using AccelSim.Explore.Plots;

namespace AccelSim.Explore.Accuracy;

/// <summary>Pictures of an accuracy run.</summary>
public static class AccuracyPlots
{
    private const int MostPoints = 400; // of a series: more only blacken the picture
    private const int LeastInBin = 8;

    /// <summary>Simulated against measured time of one kind on one machine, both logarithmic, a series a dtype.</summary>
    public static Picture Scatter(string title, IEnumerable<ScoredKernel> rows)
    {
        ScoredKernel[] all = [.. rows];
        double low = all.Min(r => Math.Min(r.Measured.LatencyUs, r.Simulated.Microseconds)), high = all.Max(r => Math.Max(r.Measured.LatencyUs, r.Simulated.Microseconds));
        ImmutableArray<PlotSeries> series =
        [
            .. all.GroupBy(r => r.Dtype).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => PlotSeries.Of(g.Key, Thinned([.. g]).Select(r => (r.Measured.LatencyUs, r.Simulated.Microseconds)), line: false)),
            PlotSeries.Of("equal", [(low, low), (high, high)], markers: false, reference: true),
        ];
        return LinePlot.Draw(title, new PlotAxis("Measured", "µs", Log: true), new PlotAxis("Simulated", "µs", Log: true), series);
    }

    /// <summary>Median absolute error over measured time in bins of half a decade, and that of the derated roofline; null where no dtype has two bins of eight rows.</summary>
    public static Picture? ErrorBySize(string title, IEnumerable<ScoredKernel> rows)
    {
        ScoredKernel[] all = [.. rows];
        PlotSeries[] simulated = [.. all.GroupBy(r => r.Dtype).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => PlotSeries.Of(g.Key, Bins(g, r => r.Error)))];
        if (!simulated.Any(s => s.Points.Length > 1)) return null;
        ImmutableArray<PlotSeries> series = [.. simulated.Where(s => s.Points.Length > 0), PlotSeries.Of("derated roofline, all", Bins(all, r => r.BaselineError), reference: true)];
        return LinePlot.Draw(title, new PlotAxis("Measured", "µs", Log: true), new PlotAxis("Median absolute error", "%", Log: false, FromZero: true), series);
    }

    private static IEnumerable<ScoredKernel> Thinned(ScoredKernel[] rows)
    {
        int step = ((rows.Length - 1) / MostPoints) + 1;
        return rows.Where((_, i) => i % step == 0);
    }

    private static IEnumerable<(double X, double Y)> Bins(IEnumerable<ScoredKernel> rows, Func<ScoredKernel, double> error) =>
        rows.GroupBy(r => (int)Math.Floor(2 * Math.Log10(r.Measured.LatencyUs))).OrderBy(g => g.Key).Where(g => g.Count() >= LeastInBin)
            .Select(g => (Math.Pow(10, (g.Key + 0.5) / 2), 100 * AccuracyLine.Quantile([.. g.Select(r => Math.Abs(error(r))).Order()], 0.5)));
}
