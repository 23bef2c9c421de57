using System.Globalization;
using System.Text;
using AccelSim.Engine.Results;
using AccelSim.Explore.Reports;
using AccelSim.Model.Mappings;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Explanations;

/// <summary>An explanation for people: the step at a glance, then operation by operation.</summary>
public static class ExplanationText
{
    /// <summary>Renders it; lines end with LF.</summary>
    /// <param name="step">What to say.</param>
    /// <param name="width">Columns of the terminal; 0 for as wide as it needs.</param>
    public static string Render(StepExplanation step, int width)
    {
        var text = new StringBuilder("\nWhere the time goes, and the roof over each operation (all repeats; a MAC is two FLOP)\n\n");
        text.Append(TextTable.Render(Columns, [.. step.Operations.Select(Row)], width));
        text.Append("\nWhat would help the whole step (latency, simulated").Append(step.Pinned ? " with the pinned mapping" : ", mappings searched again").Append(")\n");
        Append(text, step.Best, "  ");
        foreach (OperationExplanation operation in step.Operations) Append(text, step, operation);
        text.Append(CultureInfo.InvariantCulture, $"\nNot tried: {string.Join("; ", step.Untried.Where(u => u.Key != "accelsim").Select(u => $"{u.Key} ({u.Reason})"))}\n");
        return text.ToString();
    }

    private static readonly TextColumn[] Columns =
    [
        new("operation", "", false), new("repeats", "", true), new("time", "%", true), new("bound", "", false),
        new("compute", "%", true), new("intensity", "FLOP/byte", true), new("achieved", "TOPS", true), new("attainable", "TOPS", true), new("roof", "", false), new("of roof", "%", true),
    ];

    private static TextRow Row(OperationExplanation o) => new(
    [
        o.Name, Whole(o.Operation.Repeats), One(100 * o.Share), o.Operation.Metrics[Metrics.Bound],
        One(100.0 * o.Operation.Result.Counters.ComputeCycles / o.Operation.Result.Counters.Cycles),
        .. o.Roofline is { } r
            ? (string[])[Significant(r.DramIntensity), Significant(r.AchievedTops), Significant(r.AttainableTops), r.Roof, One(100 * r.AchievedTops / r.AttainableTops)]
            : ["", "", "", "", ""],
    ], "");

    private static void Append(StringBuilder text, StepExplanation step, OperationExplanation operation)
    {
        OperationCounters c = operation.Operation.Result.Counters;
        text.Append(CultureInfo.InvariantCulture,
            $"\n{operation.Name} x {operation.Operation.Repeats}: {100 * operation.Share:F1} % of the time, bound by {operation.Operation.Metrics[Metrics.Bound]}, {c.Cycles:N0} cycles each\n");
        text.Append("    cycles: ").AppendJoin(", ", operation.Labels.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Label} {100.0 * l.Cycles / c.Cycles:F1} % ({l.Cycles:N0})"))).Append('\n');
        text.Append(CultureInfo.InvariantCulture,
            $"    busy: dense {Share(c.DenseBusyCycles, c)}, sparse {Share(c.SparseBusyCycles, c)}, rescale {Share(c.RescaleBusyCycles, c)}, vector {Share(c.VectorBusyCycles, c)}\n");
        if (operation.Roofline is { } r)
            text.Append(CultureInfo.InvariantCulture, $"    roofline: {r.Pair} peaks at {Significant(r.PeakTops)} TOPS; {Significant(r.DramIntensity)} FLOP per DRAM byte, {Significant(r.SharedIntensity)} per shared-buffer byte; {Significant(r.AttainableTops)} TOPS attainable ({r.Roof}), {Significant(r.AchievedTops)} achieved\n");
        text.Append("    would help:\n");
        Append(text, operation.Best, "      ");
        foreach (Mapping m in operation.Operation.Result.Mappings)
            text.Append(CultureInfo.InvariantCulture, $"    mapping: cores g{m.CoresG} m{m.CoresM} n{m.CoresN} k{m.CoresK} of {step.Machine.Cores}, tile {m.TileM} x {m.TileN} x {m.TileK}, {m.OperandBuffers} operand buffers, {(m.Order == LoopOrder.MOuter ? "m outer" : "n outer")}{(m.HoldActivations ? ", holds activations" : "")}{(m.HoldWeights ? ", holds weights" : "")}\n");
        if (operation.Operation.Result.Note.Length > 0) text.Append("    ").Append(operation.Operation.Result.Note).Append('\n');
    }

    private static void Append(StringBuilder text, IEnumerable<Gain> gains, string indent)
    {
        bool any = false;
        foreach (Gain gain in gains)
        {
            any = true;
            text.Append(CultureInfo.InvariantCulture, $"{indent}{gain.Key} {gain.From} -> {gain.To} ({gain.ChangePercent:+0.0;-0.0} %): {gain.GainPercent:F2} % faster\n");
        }
        if (!any) text.Append(CultureInfo.InvariantCulture, $"{indent}no single number by a tenth buys {OperationExplanation.LeastGain} %\n");
    }

    private static string Share(long part, OperationCounters c) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / c.Cycles:F1} %");

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string One(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static string Significant(double value) => value.ToString(value >= 1000 ? "N0" : "G4", CultureInfo.InvariantCulture);
}
