using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>What the front, the pictures and the report of a sweep show; kept with a shard so that merging can draw them.</summary>
/// <param name="Title">Title of plots and report.</param>
/// <param name="Minimize">Columns of which less is better.</param>
/// <param name="Maximize">Columns of which more is better.</param>
/// <param name="GroupBy">Column by which plots are coloured.</param>
/// <param name="PanelBy">Column whose values get a front and a panel each; empty for one front.</param>
/// <param name="LineX">Horizontal column of a line plot; empty for none.</param>
/// <param name="LineY">Its vertical column.</param>
public sealed record PlotPlan(
    string Title, ImmutableArray<string> Minimize, ImmutableArray<string> Maximize, string GroupBy, string PanelBy = "", string LineX = "", string LineY = "")
{
    /// <summary>Nothing to draw.</summary>
    public static readonly PlotPlan None = new("", [], [], "");

    /// <summary>Minimised ones first.</summary>
    public ImmutableArray<ParetoObjective> Objectives =>
        [.. Minimize.Select(c => new ParetoObjective(c, false)), .. Maximize.Select(c => new ParetoObjective(c, true))];
}
