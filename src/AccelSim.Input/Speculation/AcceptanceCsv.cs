using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Speculation;

namespace AccelSim.Input.Speculation;

/// <summary>Acceptance traces: <c>step,sequence,drafted,accepted,context</c>, other columns left alone.</summary>
public static class AcceptanceCsv
{
    /// <summary>The columns, as <c>trace record</c> and <c>trace generate</c> write them.</summary>
    public static readonly ImmutableArray<string> Columns = ["step", "sequence", "drafted", "accepted", "context"];

    private const int MostDrafted = 1000;

    public static ReadResult<ImmutableList<AcceptanceStep>> Read(string path) => CsvTable.Read(path, [.. Columns], row =>
    {
        int drafted = (int)row.Whole("drafted", 0, MostDrafted), accepted = (int)row.Whole("accepted", 0, int.MaxValue);
        if (row.IsGood && accepted > drafted) row.Report("accepted", FormattableString.Invariant($"is {accepted}, above the {drafted} drafted tokens; at most as many can be accepted"));
        return new AcceptanceStep(row.Whole("step", 0, long.MaxValue), (int)row.Whole("sequence", 0, int.MaxValue), drafted, accepted, row.Whole("context", 1, 1L << 40));
    });
}
