using System.Globalization;
using System.Text;
using AccelSim.Explore.Reports;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>How requests fared. Times in milliseconds.</summary>
public sealed record ServingResult
{
    private const double MostError = 0.01;

    public required string Strategy { get; init; }

    public required int Requests { get; init; }

    /// <summary>Until the last token.</summary>
    public required double TotalMs { get; init; }

    public required long Steps { get; init; }

    /// <summary>Output tokens.</summary>
    public required long Tokens { get; init; }

    /// <summary>Median, 90th and 99th percentile of the time from arrival to the first token.</summary>
    public required (double P50, double P90, double P99) FirstToken { get; init; }

    /// <summary>The same of the time per output token after the first, of requests with more than one.</summary>
    public required (double P50, double P90, double P99) PerToken { get; init; }

    /// <summary>Requests per second whose time per output token meets the deadline.</summary>
    public required double Goodput { get; init; }

    public required double DeadlineMs { get; init; }

    /// <summary>Tokens of prompts taken from shared beginnings.</summary>
    public required long ReusedTokens { get; init; }

    /// <summary>Steps simulated again, and the mean and the largest absolute error of their interpolated times.</summary>
    public required (int Steps, double Mean, double Largest) Resimulated { get; init; }

    public double TokensPerSecond => Tokens / TotalMs * 1e3;

    public bool IsAccurate => Resimulated.Mean <= MostError;

    internal static ServingResult Of(string strategy, ServedSequence[] all, double deadline, double total, long steps, long tokens, List<double> errors, long reused)
    {
        double[] first = [.. all.Select(s => s.FirstTokenMs - s.Request.ArrivalMs).Order()];
        double[] each = [.. all.Where(s => s.Request.Output > 1).Select(PerTokenMs).Order()];
        return new ServingResult
        {
            Strategy = strategy,
            Requests = all.Length,
            TotalMs = total,
            Steps = steps,
            Tokens = tokens,
            FirstToken = Percentiles(first),
            PerToken = Percentiles(each),
            Goodput = all.Count(s => s.Request.Output == 1 || PerTokenMs(s) <= deadline) / total * 1e3,
            DeadlineMs = deadline,
            ReusedTokens = reused,
            Resimulated = errors.Count == 0 ? (0, 0, 0) : (errors.Count, errors.Average(Math.Abs), errors.Max(Math.Abs)),
        };
    }

    public static string Csv(IEnumerable<ServingResult> results) =>
        "strategy,requests,time_s,steps,tokens,tokens_per_s,ttft_p50_ms,ttft_p90_ms,ttft_p99_ms,tpot_p50_ms,tpot_p90_ms,tpot_p99_ms,deadline_ms,goodput_requests_per_s,reused_prompt_tokens,resimulated_steps,mean_error_pct,largest_error_pct\n"
        + string.Concat(results.Select(r => string.Create(CultureInfo.InvariantCulture,
            $"{r.Strategy},{r.Requests},{r.TotalMs / 1e3:0.###},{r.Steps},{r.Tokens},{r.TokensPerSecond:0.##},{r.FirstToken.P50:0.###},{r.FirstToken.P90:0.###},{r.FirstToken.P99:0.###},{r.PerToken.P50:0.####},{r.PerToken.P90:0.####},{r.PerToken.P99:0.####},{r.DeadlineMs:0.####},{r.Goodput:0.####},{r.ReusedTokens},{r.Resimulated.Steps},{100 * r.Resimulated.Mean:0.###},{100 * r.Resimulated.Largest:0.###}\n")));

    public static string Table(IReadOnlyCollection<ServingResult> results, int width)
    {
        var text = new StringBuilder(TextTable.Render(
            [
                new("strategy"), new("time", "s", IsNumber: true), new("steps", IsNumber: true), new("throughput", "tokens/s", IsNumber: true), new("TTFT p50", "ms", IsNumber: true), new("p90", "ms", IsNumber: true),
                new("p99", "ms", IsNumber: true), new("TPOT p50", "ms", IsNumber: true), new("p90", "ms", IsNumber: true), new("p99", "ms", IsNumber: true), new("goodput", "requests/s", IsNumber: true),
            ],
            [
                .. results.Select(r => new TextRow([r.Strategy, F(r.TotalMs / 1e3), r.Steps.ToString(CultureInfo.InvariantCulture), F(r.TokensPerSecond), F(r.FirstToken.P50), F(r.FirstToken.P90), F(r.FirstToken.P99),
                    F(r.PerToken.P50), F(r.PerToken.P90), F(r.PerToken.P99), F(r.Goodput)])),
            ], width));
        foreach (ServingResult r in results)
            text.Append(CultureInfo.InvariantCulture, $"{r.Strategy}: {r.Resimulated.Steps} steps simulated again: mean error {100 * r.Resimulated.Mean:0.00} %, largest {100 * r.Resimulated.Largest:0.00} %; {r.ReusedTokens} tokens of prompts reused\n");
        return text.ToString();
    }

    private static double PerTokenMs(ServedSequence s) => (s.EndMs - s.FirstTokenMs) / (s.Request.Output - 1);

    private static (double, double, double) Percentiles(double[] sorted) => (At(sorted, 0.5), At(sorted, 0.9), At(sorted, 0.99));

    /// <summary>Nearest rank.</summary>
    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static string F(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
