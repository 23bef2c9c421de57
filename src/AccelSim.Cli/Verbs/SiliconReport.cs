using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Cli.Points;
using AccelSim.Engine.Kernels;
using AccelSim.Explore.Accuracy;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary>Tables, worst rows and pictures of <c>verify silicon</c>.</summary>
internal static class SiliconReport
{
    private const int WorstRows = 10;

    /// <summary>Columns of rows.csv; the last eight are the parts of the simulated time (<see cref="KernelTime"/>), not all of which add up: they overlap.</summary>
    private const string RowColumns = "machine,kind,dtype,regime,shape,measured_us,simulated_us,error_pct,baseline_us,tile_rows,tile_columns,split,rounds,compute_us,memory_us,throttle_us,beside_us";

    private static readonly string[] Columns =
        ["machine", "kind", "dtype", "regime", "rows", "median_ape_pct", "mean_ape_pct", "p90_ape_pct", "bias_pct", "spearman", "baseline_median_ape_pct", "baseline_mean_ape_pct"];

    public static string Csv(IEnumerable<AccuracyLine> lines) => string.Join(',', Columns) + "\n" + string.Concat(lines.Select(l => string.Join(',', Cells(l)) + "\n"));

    public static string Table(IEnumerable<AccuracyLine> lines, int width) =>
        TextTable.Render([.. Columns.Select((c, i) => new TextColumn(c, IsNumber: i >= 4))], [.. lines.Select(l => new TextRow([.. Cells(l)]))], width);

    /// <summary>The worst rows, each with what the simulation spent its time on.</summary>
    public static string Worst(IEnumerable<ScoredKernel> scored)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"The {WorstRows} rows that are furthest off, and what the simulation spent its time on:\n");
        foreach (ScoredKernel row in scored.OrderByDescending(r => Math.Abs(Math.Log(1 + r.Error))).Take(WorstRows))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  {row.Measured.Place}: {row.Machine} {row.Kind} {row.Dtype} {Shape(row)}: measured {row.Measured.LatencyUs:0.0}, simulated {row.Simulated.Microseconds:0.0} us ({100 * row.Error:+0;-0;0} %), roofline {row.BaselineUs:0.0} us\n")
                .Append(CultureInfo.InvariantCulture, $"    {row.Simulated.Explained}\n");
        }
        return text.ToString();
    }

    /// <summary>Writes accuracy.csv, rows.csv, worst.txt and two pictures for each machine and kind.</summary>
    public static void Write(OutputDirectory directory, ImmutableArray<AccuracyLine> lines, ImmutableArray<ScoredKernel> scored)
    {
        AtomicFile.Write(directory.PathOf("accuracy.csv"), Csv(lines));
        AtomicFile.Write(directory.PathOf("worst.txt"), Worst(scored));
        AtomicFile.Write(directory.PathOf("rows.csv"), RowColumns + "\n" + string.Concat(scored.Select(r => Row(r) + "\n")));
        foreach (var group in scored.GroupBy(r => (r.Machine, r.Kind)))
        {
            string name = $"{group.Key.Machine}-{group.Key.Kind}";
            AccuracyPlots.Scatter($"{group.Key.Machine}, {group.Key.Kind}", group).WriteFile(directory.PathOf($"{name}.png"));
            AccuracyPlots.ErrorBySize($"{group.Key.Machine}, {group.Key.Kind}: error by size", group)?.WriteFile(directory.PathOf($"{name}-error.png"));
        }
    }

    private static string Row(ScoredKernel r)
    {
        KernelTime s = r.Simulated;
        return string.Create(CultureInfo.InvariantCulture,
            $"{r.Machine},{r.Kind},{r.Dtype},{r.Regime.ToString().ToLowerInvariant()},{Shape(r)},{r.Measured.LatencyUs:0.###},{s.Microseconds:0.###},{100 * r.Error:0.0},{r.BaselineUs:0.###},")
            + string.Create(CultureInfo.InvariantCulture, $"{s.Rows},{s.Columns},{s.Split},{s.Rounds:0.##},{s.ComputeUs:0.###},{s.MemoryUs:0.###},{s.ThrottleUs:0.###},{s.BesideUs:0.###}");
    }

    private static string Shape(ScoredKernel row)
    {
        var s = row.Measured.Shape;
        return row.Kind switch
        {
            "gemm" => string.Create(CultureInfo.InvariantCulture, $"{s.A}x{s.B}x{s.C}"),
            "vector" => string.Create(CultureInfo.InvariantCulture, $"{s.A}x{s.B}"),
            "all_reduce" => string.Create(CultureInfo.InvariantCulture, $"{s.A} chips x {s.B} B"),
            _ => string.Create(CultureInfo.InvariantCulture, $"b{s.A} q{s.B} kv{s.C} h{s.D}/{s.E} d{s.F}"),
        };
    }

    private static IEnumerable<string> Cells(AccuracyLine l) =>
        [l.Machine, l.Kind, l.Dtype, l.Regime, l.Rows.ToString(CultureInfo.InvariantCulture), Text(l.MedianApe), Text(l.MeanApe), Text(l.P90Ape), Text(l.Bias),
            l.Spearman?.ToString("F4", CultureInfo.InvariantCulture) ?? "", Text(l.BaselineMedianApe), Text(l.BaselineMeanApe)];

    private static string Text(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
