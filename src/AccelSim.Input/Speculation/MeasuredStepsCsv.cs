using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Speculation;

namespace AccelSim.Input.Speculation;

/// <summary>Reads files shaped like measured_steps.csv; other columns are left alone.</summary>
public static class MeasuredStepsCsv
{
    private static readonly string[] Columns =
    [
        "table", "target", "draft", "task", "gpu", "tensor_parallel", "draft_kv_budget", "context", "batch", "gamma", "draft_total_ms", "verify_ms",
        "mean_tokens_per_step", "autoregressive_ms_per_token", "speculative_ms_per_token", "speedup",
    ];

    private const string NotReported = "NR";

    /// <summary>Reads a file; times of drafts and verification that were not reported (NR) are 0.</summary>
    /// <param name="path">As the user wrote it.</param>
    /// <param name="check">Says what is wrong with a row's names, or null: column and message.</param>
    public static ReadResult<ImmutableList<MeasuredStep>> Read(string path, Func<MeasuredStep, (string Column, string Message)?> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return CsvTable.Read(path, Columns, row =>
        {
            double Reported(string column) => row.Text(column) == NotReported ? 0 : row.Real(column, 1e-9, 1e9);
            int gamma = (int)row.Whole("gamma", 1, 1000);
            var step = new MeasuredStep
            {
                Place = row.Place,
                Table = row.Text("table"),
                Target = row.Needed("target"),
                Draft = row.Needed("draft"),
                Task = row.Text("task"),
                Gpu = row.Needed("gpu"),
                TensorParallel = (int)row.Whole("tensor_parallel", 1, 65_536),
                Budget = row.Text("draft_kv_budget"),
                Context = row.Whole("context", 2, 1L << 30),
                Batch = row.Whole("batch", 1, 1 << 20),
                Gamma = gamma,
                DraftMs = Reported("draft_total_ms"),
                VerifyMs = Reported("verify_ms"),
                TokensPerStep = row.Real("mean_tokens_per_step", 1, gamma + 1),
                AutoregressiveMs = row.Real("autoregressive_ms_per_token", 1e-9, 1e9),
                SpeculativeMs = row.Real("speculative_ms_per_token", 1e-9, 1e9),
                Speedup = row.Real("speedup", 1e-9, 1e9),
            };
            if (row.IsGood && check(step) is { } wrong) row.Report(wrong.Column, wrong.Message);
            return step;
        });
    }
}
