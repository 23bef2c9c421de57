using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Explore.Reports;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>A plan as CSV and as a table for a person.</summary>
/// <param name="machine">Name of the machine.</param>
/// <param name="workload">Name of the workload.</param>
/// <param name="policy">Word for a policy.</param>
public sealed class PlanText(string machine, string workload, Func<KvPolicy, string> policy)
{
    private static readonly ImmutableArray<string> Columns =
    [
        "machine", "workload", "context", "batch", "strategy", "kv_policy", "budget", "gamma", "status", "reason", "autoregressive_ms", "draft_ms", "select_ms", "verify_ms", "host_ms", "step_ms",
        "mean_tokens_per_step", "time_per_output_token_ms", "tokens_per_s", "speedup_over_autoregressive", "alpha", "acceptance_evidence", "break_even_alpha", "draft_kv_read_bytes", "verify_kv_read_bytes",
        "resident_bytes", "limit",
    ];

    /// <summary>Every row.</summary>
    public string Csv(IEnumerable<PlanRow> rows)
    {
        var text = new StringBuilder(string.Join(',', Columns)).Append('\n');
        foreach (PlanRow row in rows) text.AppendJoin(',', Cells(row).Select(Quoted)).Append('\n');
        return text.ToString();
    }

    /// <summary>The columns that decide.</summary>
    public string Table(IEnumerable<PlanRow> rows, int width) => TextTable.Render(
        [
            new("strategy"), new("budget", IsNumber: true), new("gamma", IsNumber: true), new("alpha", IsNumber: true), new("tokens", "per step", IsNumber: true), new("drafts", "ms", IsNumber: true),
            new("verify", "ms", IsNumber: true), new("host", "ms", IsNumber: true), new("per token", "ms", IsNumber: true), new("throughput", "tokens/s", IsNumber: true), new("speedup", IsNumber: true),
            new("break-even", "alpha", IsNumber: true), new("limit"),
        ],
        [
            .. rows.Select(r => r.Step is not { } s
                ? new TextRow([r.Point.Strategy.Name, "", "", "", "", "", "", "", "", "", "", "", r.Reason])
                : new TextRow([
                    s.Strategy.Name, s.Strategy.HasBudget ? Text(s.Strategy.Budget) : "", s.Strategy.Draft == DraftKind.None ? "" : Text(s.Strategy.Gamma), Alpha(r), F(s.TokensPerStep, 2), F(s.DraftMs, 2),
                    F(s.Verify.Milliseconds, 2), F(s.HostMs, 2), F(s.TimePerTokenMs, 3), F(s.TokensPerSecond, 0), r.Runs ? F(s.Speedup, 3) : "", r.BreakEvenAlpha is { } e ? F(e, 3) : "", r.Runs ? s.Limit : "infeasible: " + r.Reason])),
        ], width);

    private IEnumerable<string> Cells(PlanRow row)
    {
        SpeculationStrategy strategy = row.Point.Strategy;
        SpeculativeStep? s = row.Step;
        yield return machine;
        yield return workload;
        yield return Text(row.Point.Context);
        yield return Text(row.Point.Batch);
        yield return strategy.Name;
        yield return strategy.Draft == DraftKind.None ? "" : policy(strategy.Policy);
        yield return strategy.HasBudget ? Text(strategy.Budget) : "";
        yield return Text(strategy.Draft == DraftKind.None ? 0 : strategy.Gamma);
        yield return row.Runs ? "ok" : "infeasible";
        yield return row.Reason;
        foreach (double? number in (double?[])
            [s?.Autoregressive.Milliseconds, s?.Draft.Milliseconds, s?.Selection.Milliseconds, s?.Verify.Milliseconds, s?.HostMs, s?.StepMs, s?.TokensPerStep, s?.TimePerTokenMs, s?.TokensPerSecond, s?.Speedup])
            yield return number is { } n ? n.ToString("G10", CultureInfo.InvariantCulture) : "";
        yield return Alpha(row);
        yield return strategy.Draft == DraftKind.None ? "" : strategy.Acceptance.Evidence.ToString().ToLowerInvariant();
        yield return row.BreakEvenAlpha is { } even ? F(even, 4) : "";
        yield return s is null ? "" : Text(s.Draft.KvBytes + s.Selection.KvBytes);
        yield return s is null ? "" : Text(s.Verify.KvBytes);
        yield return s is null ? "" : Text(s.Memory.Total);
        yield return s?.Limit ?? "";
    }

    private static string Alpha(PlanRow r) => r.Point.Strategy.Draft == DraftKind.None || r.Point.Strategy.Tree is not null ? "" : F(r.Point.Strategy.Acceptance.Rate(1, r.Point.Strategy.Budget, r.Point.Context), 3);

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(',', '"', '\n') < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string F(double value, int digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
