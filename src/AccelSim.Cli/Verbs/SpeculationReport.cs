using System.Globalization;
using System.Text;
using AccelSim.Cli.Points;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Explore.Speculation.MagicDec;

namespace AccelSim.Cli.Verbs;

/// <summary>Tables and picture of <c>verify speculation</c>.</summary>
internal static class SpeculationReport
{
    private static readonly string[] Columns =
    [
        "table", "gpu", "target", "draft", "task", "tensor_parallel", "draft_kv_budget", "context", "batch", "gamma", "draft_total_ms", "verify_ms", "autoregressive_ms_per_token",
        "speculative_ms_per_token", "mean_tokens_per_step", "speedup", "measured_speedup", "error_pct", "speedup_given_tokens",
    ];

    public static string Csv(IEnumerable<ScoredStep> scored) => string.Join(',', Columns) + "\n" + string.Concat(scored.Select(s => string.Join(',', Cells(s).Select(Quoted)) + "\n"));

    /// <summary>The columns that a person compares: simulated/measured.</summary>
    public static string Table(IEnumerable<ScoredStep> scored, int width) => TextTable.Render(
        [
            new("gpu"), new("target"), new("draft"), new("K", IsNumber: true), new("context", IsNumber: true), new("batch", IsNumber: true), new("gamma", IsNumber: true), new("drafts_ms", IsNumber: true), new("measured", IsNumber: true),
            new("verify_ms", IsNumber: true), new("measured", IsNumber: true), new("autoregr_ms", IsNumber: true), new("measured", IsNumber: true), new("tokens", IsNumber: true), new("measured", IsNumber: true), new("speedup", IsNumber: true), new("measured", IsNumber: true), new("error_pct", IsNumber: true), new("constants", IsNumber: true),
        ],
        [
            .. scored.Select(s => new TextRow([
                s.Measured.Gpu, s.Row.Target, s.Measured.Draft, Text(s.Row.Budget), Text(s.Measured.Context), Text(s.Measured.Batch), Text(s.Measured.Gamma), F(s.DraftMs), F(s.Measured.DraftMs),
                F(s.VerifyMs), F(s.Measured.VerifyMs), F(s.AutoregressiveMs), F(s.Measured.AutoregressiveMs), F(s.TokensPerStep), F(s.Measured.TokensPerStep), F(s.Speedup), F(s.Measured.Speedup), F(s.ErrorPercent), F(s.BaselineSpeedup)])),
        ], width);

    /// <summary>Writes speculation.csv, summary.txt and the picture of speed-ups.</summary>
    public static void Write(OutputDirectory directory, IReadOnlyCollection<ScoredStep> scored, SpeculationSummary summary)
    {
        AtomicFile.Write(directory.PathOf("speculation.csv"), Csv(scored));
        var text = new StringBuilder(Table(scored, 0)).Append('\n').Append(summary);
        AtomicFile.Write(directory.PathOf("validation.txt"), text.ToString());
        double high = scored.Max(s => Math.Max(s.Speedup, s.Measured.Speedup)), low = scored.Min(s => Math.Min(s.Speedup, s.Measured.Speedup));
        LinePlot.Draw("Speed-up of speculative decoding", new PlotAxis("Measured speed-up", Log: false), new PlotAxis("Simulated speed-up", Log: false),
            [
                .. scored.GroupBy(s => $"{s.Measured.Gpu} {s.Row.Target}").Select(g => PlotSeries.Of(g.Key, g.Select(s => (s.Measured.Speedup, s.Speedup)), line: false)),
                PlotSeries.Of("equal", [(low, low), (high, high)], markers: false, reference: true),
                PlotSeries.Of("10 % off", [(low, 1.1 * low), (high, 1.1 * high), (double.NaN, double.NaN), (low, 0.9 * low), (high, 0.9 * high)], markers: false),
            ]).WriteFile(directory.PathOf("validation.png"));
    }

    private static IEnumerable<string> Cells(ScoredStep s) =>
    [
        s.Measured.Table, s.Measured.Gpu, s.Measured.Target, s.Measured.Draft, s.Measured.Task, Text(s.Measured.TensorParallel), s.Measured.Budget, Text(s.Measured.Context), Text(s.Measured.Batch),
        Text(s.Measured.Gamma), G(s.DraftMs), G(s.VerifyMs), G(s.AutoregressiveMs), G(s.SpeculativeMs), G(s.TokensPerStep), G(s.Speedup), G(s.Measured.Speedup), G(s.ErrorPercent), G(s.SpeedupGivenTokens),
    ];

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(',', '"', '\n') < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string F(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static string G(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
