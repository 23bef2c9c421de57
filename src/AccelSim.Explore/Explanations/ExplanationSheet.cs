using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Explanations;

/// <summary>An explanation as columns behind those of the results table: a row per operation, then the total.</summary>
public static class ExplanationSheet
{
    private static readonly ImmutableArray<string> Fixed =
        ["share_pct", "operand_pair", "shared_buffer_intensity_flop_per_byte", "attainable_tops", "roof"];

    private static readonly ImmutableArray<string> PerGain = ["key", "from", "to", "change_pct", "latency_pct"];

    /// <summary>Names of the columns that an explanation appends.</summary>
    public static ImmutableArray<string> Columns { get; } =
        [.. Fixed, .. Enumerable.Range(1, OperationExplanation.Shown).SelectMany(n => PerGain.Select(c => string.Create(CultureInfo.InvariantCulture, $"gain_{n}_{c}")))];

    /// <summary>Appends them to the rows of a run with its operations.</summary>
    public static ResultSheet Of(ResultTable table, StepExplanation step) => new(table, Columns,
        [.. step.Operations.Select(o => Cells(100 * o.Share, o.Roofline, o.Best)), Cells(100, null, step.Best)]);

    private static ImmutableArray<string> Cells(double share, RooflinePosition? r, IEnumerable<Gain> gains)
    {
        string[] cells = [Number(share), r?.Pair ?? "", r is null ? "" : Number(r.SharedIntensity), r is null ? "" : Number(r.AttainableTops), r?.Roof ?? "",
            .. gains.SelectMany(g => (string[])[g.Key, g.From, g.To, Number(g.ChangePercent), Number(g.GainPercent)])];
        return [.. cells, .. Enumerable.Repeat("", Columns.Length - cells.Length)];
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "";
}
