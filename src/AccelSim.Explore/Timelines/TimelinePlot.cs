using System.Globalization;
using AccelSim.Engine.Results;
using AccelSim.Explore.Plots;
using AccelSim.Model.Machines;
using ScottPlot;
using Palette = AccelSim.Explore.Plots.Palette;

namespace AccelSim.Explore.Timelines;

/// <summary>A timeline as a picture: lanes from top to bottom, core cycles to the right.</summary>
public static class TimelinePlot
{
    /// <summary>Half the height of a bar, in lanes.</summary>
    private const double Half = 0.36;

    /// <summary>Width of the window when none is given, cycles.</summary>
    public const long DefaultCycles = 4_000;

    /// <summary>Draws the window of one operation; lanes without a span in it are left out.</summary>
    /// <exception cref="ArgumentException">Nothing happens in the window.</exception>
    public static Picture Draw(string title, Simulator simulator, OperationResult result, TimelineOptions options)
    {
        Machine machine = simulator.Machine;
        long to = Math.Min(options.To ?? options.From + DefaultCycles, result.Counters.Cycles);
        var spans = new Spans();
        Timeline.Observe(simulator, result, spans, options, to);
        if (spans.All.Count == 0)
        {
            throw new ArgumentException(options.From >= result.Counters.Cycles
                ? string.Create(CultureInfo.InvariantCulture, $"{result.Operation.Name}: ends at cycle {result.Counters.Cycles}, before cycle {options.From}")
                : string.Create(CultureInfo.InvariantCulture, $"{result.Operation.Name}: nothing starts in cycles {options.From} to {to}"));
        }
        TimelineLane[] lanes = [.. TimelineLane.All(machine, options).Where(spans.All.Select(s => s.Lane).ToHashSet().Contains)];
        double dramToCore = machine.LoadClockHz * (machine.Memory.Timing.TckPs * 1e-12);
        AxisScale across = AxisScale.Fit(new PlotAxis("Cycle", "core clock", Log: false), [options.From, to]);
        across = across with { Low = options.From, High = to, Ticks = [.. across.Ticks.Where(t => t.Value >= options.From && t.Value <= to)] };
        var up = new AxisScale("", false, -0.7, lanes.Length - 0.3, [.. lanes.Select((l, i) => new AxisTick(lanes.Length - 1 - i, l.Name(machine.Memory)))]);
        using var figure = new Figure(title, across, up, Math.Clamp(120 + 24 * lanes.Length, 260, 1600), 1000);
        figure.Plot.Grid.YAxisStyle.IsVisible = false;
        figure.Plot.Axes.Left.MajorTickStyle.Length = 0;
        string[] names = [.. spans.All.Select(s => Kind(s.Span.Name)).Distinct().Order(StringComparer.Ordinal)];
        foreach ((TimelineLane lane, TimelineSpan span) in spans.All)
        {
            double scale = span.Dram ? dramToCore : 1, middle = lanes.Length - 1 - Array.IndexOf(lanes, lane);
            var bar = figure.Plot.Add.Rectangle(Math.Max(options.From, span.From * scale), Math.Min(to, span.To * scale), middle - Half, middle + Half);
            bar.FillColor = ColorOf(names, Kind(span.Name));
            // An outline parts neighbours, but would hide what is thin; such spans are drawn as a line of their own colour.
            bool thin = (span.To - span.From) * scale < (to - options.From) / 250.0;
            (bar.LineColor, bar.LineWidth) = (thin ? bar.FillColor : Colors.White, thin ? 0.6f : 0.3f);
        }
        foreach (string name in names) figure.AddLegend(new LegendItem { LabelText = name, FillColor = ColorOf(names, name) });
        return figure.Draw();
    }

    // Rows of all numbers are one kind; so are the waits of all heads.
    private static string Kind(string name) => name.StartsWith("row ", StringComparison.Ordinal) ? "row open"
        : name.EndsWith(" waits", StringComparison.Ordinal) ? "head of queue waits" : name;

    private static Color ColorOf(string[] names, string name) => name switch
    {
        "head of queue waits" => new Color("#D0D0D0"),
        "row open" => new Color("#B0B0B0"),
        _ => Palette.Color(Array.IndexOf([.. names.Where(n => n is not ("head of queue waits" or "row open"))], name)),
    };

    private sealed class Spans : ITimelineSink
    {
        public List<(TimelineLane Lane, TimelineSpan Span)> All { get; } = [];

        public void Span(TimelineLane lane, in TimelineSpan span) => All.Add((lane, span));

        public void Depth(StepQueue queue, long cycle, long steps)
        {
        }
    }
}
