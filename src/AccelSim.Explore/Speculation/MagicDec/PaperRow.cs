using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation.MagicDec;

/// <summary>What the names of a measured row mean here.</summary>
/// <param name="Gpus">Number of GPUs.</param>
/// <param name="Machine">Shipped machine.</param>
/// <param name="Target">Shipped model.</param>
/// <param name="Drafter">Shipped model, or <c>self</c>.</param>
/// <param name="Policy">Cache of the draft.</param>
/// <param name="Budget">Tokens in it; where the row does not say, the best on PG-19: 512 for StreamingLLM, 2049 for SnapKV [paper].</param>
public sealed record PaperRow(int Gpus, string Machine, string Target, string Drafter, KvPolicy Policy, long Budget)
{
    /// <summary>Reads the names, or says what is wrong with one of them, by column.</summary>
    public static PaperRow? Of(MeasuredStep row, out string column, out string problem)
    {
        ArgumentNullException.ThrowIfNull(row);
        (column, problem) = ("", "");
        string[] gpu = row.Gpu.Split('x', 2);
        string kind = gpu[^1].Trim().ToLowerInvariant().Replace('_', '-');
        string? machine = kind.StartsWith("a100", StringComparison.Ordinal) ? "a100-sxm" : kind.StartsWith("h100", StringComparison.Ordinal) ? "h100-sxm"
            : kind.StartsWith("h200", StringComparison.Ordinal) ? "h200-sxm" : kind.StartsWith("l40", StringComparison.Ordinal) ? "l40s" : kind.StartsWith("b200", StringComparison.Ordinal) ? "b200-sxm" : null;
        int gpus = 0;
        if (machine is null || gpu.Length < 2 || !int.TryParse(gpu[0], out gpus) || gpus < 1)
            (column, problem) = ("gpu", $"'{row.Gpu}' is unknown; a number, x and A100, H100, H200, L40, L40S or B200 are needed, as in 8xA100");
        else if (row.TensorParallel > gpus) (column, problem) = ("tensor_parallel", $"{row.TensorParallel} is more than the {gpus} GPUs of gpu = {row.Gpu}");
        string[] draft = row.Draft.Split('+', 2);
        KvPolicy? policy = draft.Length < 2 ? KvPolicy.Full : draft[1].Trim().ToLowerInvariant() switch
        {
            "streamingllm" => KvPolicy.StreamingLlm,
            "snapkv" => KvPolicy.SnapKv,
            "pqcache" => KvPolicy.PqCache,
            "topk" or "top-k" or "exact-top-k" => KvPolicy.ExactTopK,
            "full" or "fullkv" or "full kv" or "none" => KvPolicy.Full,
            _ => null,
        };
        if (policy is null) (column, problem) = ("draft", $"'{row.Draft}' is unknown; a drafter, + and StreamingLLM, SnapKV, PQCache, top-k or full are needed");
        if (problem.Length > 0) return null;
        long usual = policy == KvPolicy.StreamingLlm ? 512 : 2049;
        return new PaperRow(gpus, machine!, ModelName(row.Target), ModelName(draft[0]), policy!.Value, long.TryParse(row.Budget, out long given) && given > 0 ? Math.Min(given, row.Context) : Math.Min(usual, row.Context));
    }

    /// <summary>The shipped model that a name in the paper means: lower case, without the ending of a length or of tuning.</summary>
    public static string ModelName(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        string name = written.Trim().ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
        foreach (string ending in (string[])["-32k", "-128k", "-instruct", "-chat", "-v0.3", "-v0.2"])
            if (name.EndsWith(ending, StringComparison.Ordinal)) name = name[..^ending.Length];
        if (name.StartsWith("llama", StringComparison.Ordinal) && name.Length > 5 && char.IsAsciiDigit(name[5])) name = "llama-" + name[5..];
        if (name.StartsWith("meta-llama", StringComparison.Ordinal)) name = name[5..];
        if (name.StartsWith("qwen-", StringComparison.Ordinal)) name = "qwen" + name[5..];
        return name switch
        {
            "tinyllama" => "tinyllama-1.1b",
            "mistral-7b" => "mistral-7b-v0.1",
            _ => name,
        };
    }
}
