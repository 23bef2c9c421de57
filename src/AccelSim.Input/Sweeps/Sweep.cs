using System.Collections.Immutable;
using System.Numerics;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>A design space: axes, what is run at each point, and what to plot. Points are computed from their number, never stored.</summary>
public sealed record Sweep
{
    public required string Name { get; init; }

    public string Title { get; init; } = "";

    public required WorkKind Work { get; init; }

    /// <summary>The block <c>gemm</c> or <c>attention</c>; null when workloads are swept.</summary>
    public YamlMapping? Operation { get; init; }

    /// <summary>All axes, machines and workloads first; the last one changes fastest.</summary>
    public required ImmutableArray<SweepAxis> Axes { get; init; }

    /// <summary>Keys set at every point, before those of the axes.</summary>
    public ImmutableArray<Override> Fixed { get; init; } = [];

    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>Columns to minimise on the Pareto front.</summary>
    public ImmutableArray<string> Minimize { get; init; } = [];

    /// <summary>Columns to maximise on the Pareto front.</summary>
    public ImmutableArray<string> Maximize { get; init; } = [];

    /// <summary>Column by which plots are coloured; empty for none.</summary>
    public string GroupBy { get; init; } = "";

    /// <summary>Column whose values get a Pareto front and a panel each; empty for one front over all points.</summary>
    public string PanelBy { get; init; } = "";

    /// <summary>Column on the horizontal axis of a line plot; empty for none.</summary>
    public string LineX { get; init; } = "";

    /// <summary>Column on its vertical axis.</summary>
    public string LineY { get; init; } = "";

    /// <summary>Metrics of accuracy that are measured though nothing is drawn of them.</summary>
    public ImmutableArray<string> Metrics { get; init; } = [];

    /// <summary>Whether a metric is listed or drawn; those of accuracy are measured only then.</summary>
    public bool Wants(string metric) =>
        Metrics.Contains(metric) || Minimize.Contains(metric) || Maximize.Contains(metric) || LineX == metric || LineY == metric || GroupBy == metric || PanelBy == metric;

    /// <summary>Swept keys that get a column each, in order; machine and workload have columns of their own.</summary>
    public ImmutableArray<string> Columns => columns ??= [.. Axes.SelectMany(a => a.Keys).Distinct().Where(k => k is not ("machine" or "workload"))];

    /// <summary>All combinations, excluded ones included.</summary>
    public BigInteger Combinations => Axes.Aggregate(BigInteger.One, (product, axis) => product * axis.Entries.Length);

    private ImmutableArray<string>? columns;

    /// <summary>The combination with a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not below <see cref="Combinations"/>.</exception>
    public SweepPoint Point(long number)
    {
        var entries = new AxisEntry[Axes.Length];
        long rest = number;
        for (int axis = Axes.Length - 1; axis >= 0; axis--)
        {
            (rest, long at) = Math.DivRem(rest, Axes[axis].Entries.Length);
            if (at < 0) throw new ArgumentOutOfRangeException(nameof(number), number, "A point number is not negative.");
            entries[axis] = Axes[axis].Entries[(int)at];
        }
        if (rest != 0) throw new ArgumentOutOfRangeException(nameof(number), number, $"The sweep has {Combinations} combinations.");
        YamlNode? Find(string key) => entries.Select(entry => entry.Find(key)).FirstOrDefault(node => node is not null);

        string Cell(string key) => Find(key) is { } node ? AxisEntry.Text(node) : "";
        var machine = ImmutableArray.CreateBuilder<Override>();
        var work = ImmutableArray.CreateBuilder<Override>();
        foreach (Override value in Fixed) Sort(value);
        for (int axis = 0; axis < entries.Length; axis++)
        {
            foreach (Override value in entries[axis].Values)
            {
                if (!Axes[axis].IsLabel(value.Key)) Sort(value);
            }
        }
        string workload = Work == WorkKind.Workload ? Cell("workload") : Prefix(Work);
        bool excluded = !Constraints.All(constraint => constraint.Holds(Find));
        return new SweepPoint(number, Cell("machine"), workload, machine.ToImmutable(), work.ToImmutable(), [.. Columns.Select(Cell)], excluded);

        void Sort(Override value)
        {
            if (value.Key is "machine" or "workload") return;
            if (WithoutPrefix(value) is { } inner) work.Add(inner);
            else machine.Add(value);
        }
    }

    /// <summary>First part of the keys that address the work.</summary>
    public static string Prefix(WorkKind work) => work switch
    {
        WorkKind.Workload => "workload",
        WorkKind.Gemm => "gemm",
        WorkKind.Attention => "attention",
        _ => throw new ArgumentOutOfRangeException(nameof(work)),
    };

    private Override? WithoutPrefix(Override value)
    {
        string prefix = Prefix(Work) + ".";
        return value.Key.StartsWith(prefix, StringComparison.Ordinal) ? new Override(value.Key[prefix.Length..], value.Value, value.At) : null;
    }
}
