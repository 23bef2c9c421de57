using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Speculation;

namespace AccelSim.Input.Speculation;

/// <summary>Traces of requests: <c>arrival_ms,prompt_tokens,output_tokens</c>, and where prompts share a beginning <c>prefix_tokens,prefix_group</c>.</summary>
public static class RequestCsv
{
    /// <summary>The columns, as <c>trace generate --requests</c> writes them.</summary>
    public static readonly ImmutableArray<string> Columns = ["arrival_ms", "prompt_tokens", "output_tokens", "prefix_tokens", "prefix_group"];

    /// <param name="path">As the user wrote it.</param>
    /// <param name="maxContext">Tokens that the model allows.</param>
    public static ReadResult<ImmutableList<ServedRequest>> Read(string path, long maxContext) => CsvTable.Read(path, ["arrival_ms", "prompt_tokens", "output_tokens"], row =>
    {
        var request = new ServedRequest(row.Real("arrival_ms", 0, 1e12), row.Whole("prompt_tokens", 1, 1L << 30), row.Whole("output_tokens", 1, 1L << 30),
            row.Has("prefix_tokens") ? row.Whole("prefix_tokens", 0, 1L << 30) : 0, row.Has("prefix_group") ? (int)row.Whole("prefix_group", -1, int.MaxValue) : -1);
        if (row.IsGood && request.Prompt + request.Output > maxContext)
            row.Report("prompt_tokens", FormattableString.Invariant($"{request.Prompt} tokens and {request.Output} to come exceed the {maxContext} that the model allows"));
        if (row.IsGood && request.Prefix > request.Prompt) row.Report("prefix_tokens", FormattableString.Invariant($"is {request.Prefix}, more than the prompt's {request.Prompt}"));
        return request;
    });
}
