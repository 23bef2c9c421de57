using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Operations;
using AccelSim.Input.Yaml;
using AccelSim.Model.Results;

namespace AccelSim.Input.Sweeps;

/// <summary>A sweep (<c>kind: sweep</c>).</summary>
public static class SweepFile
{
    private static readonly EnumType<string> Accuracies =
        new([.. ((Metric[])[Metrics.SqnrDb, Metrics.RelativeError, Metrics.MaxUlp, Metrics.Perplexity]).Select(m => (m.Name, m.Name))]);

    public static FileKind<Sweep> Kind { get; } =
        new("sweep", "configs/sweeps", "A design space: what to run, which keys to vary, what to plot.", Declare);

    private static ObjectType<Sweep> Declare(ObjectDeclaration<Sweep> file)
    {
        var names = new ListType<string>(new TextType("a name or path", 4096), min: 0);
        var name = file.Required("name", TextType.Name, s => s.Name, "Name in results.", "my-sweep");
        var title = file.Optional("title", new TextType(), s => s.Title, "", "Title of plots and report.");
        var machines = file.Optional("machines", names, s => Plain(s, "machine"), [], "Machines by name or path: the slowest axis, unless a linked axis sets machine.", "[sq-next]");
        var workloads = file.Optional("workloads", names, s => Plain(s, "workload"), [], "Workloads or models by name or path: the second axis, unless a linked axis sets workload.");
        var gemm = file.Block("gemm", new BlockNodeType(GemmYaml.Type), s => s.Work == WorkKind.Gemm ? s.Operation : null, "One GEMM instead of workloads; axes may set gemm. keys.", "{m: 4096, n: 4096, k: 4096, weights: int8, activations: int8}");
        var attention = file.Block("attention", new BlockNodeType(AttentionYaml.Type), s => s.Work == WorkKind.Attention ? s.Operation : null, "One attention instead of workloads; axes may set attention. keys.");
        var fixedKeys = file.Block("set", SetKeys.Type, s => s.Fixed.IsEmpty ? null : new SetKeys(s.Fixed), "Dotted keys set at every point.");
        var axes = file.Optional("axes", new ListType<SweepAxis>(AxisYaml.Type, min: 0), s => [.. s.Axes.Where(a => a.IsLinked || a.Name is not ("machine" or "workload"))], [], "What is varied; the last axis changes fastest.", "\n  - key: gemm.m\n    log: {from: 1, to: 4096, factor: 4}");
        var constraints = file.Optional("constraints", new ListType<YamlNode>(AnyType.Instance, min: 0), s => [.. s.Constraints.Select(c => (YamlNode)new YamlScalar(default, c.Text, true))], [],
            "Conditions on swept keys; combinations that break one are left out and keep their number.");
        var minimize = file.Optional("minimize", new ListType<string>(new TextType("a column"), min: 0), s => s.Minimize, [], "Columns to minimise on the Pareto front (accelsim list metrics).", "[latency_us]");
        var maximize = file.Optional("maximize", new ListType<string>(new TextType("a column"), min: 0), s => s.Maximize, [], "Columns to maximise on the Pareto front.", "[tops]");
        var groupBy = file.Optional("group_by", new TextType("a column"), s => s.GroupBy, "", "Column by which plots are coloured.");
        var panelBy = file.Optional("panel_by", new TextType("a column"), s => s.PanelBy, "", "Column whose values get a Pareto front and a panel of the picture each, such as the regime: prefill and decode do not compete.");
        var lineX = file.Optional("line_x", new TextType("a column"), s => s.LineX, "", "Horizontal axis of a line plot, a line for each value of group_by; goes with line_y.");
        var lineY = file.Optional("line_y", new TextType("a column"), s => s.LineY, "", "Vertical axis of the line plot.");
        var metrics = file.Optional("metrics", new ListType<string>(Accuracies, min: 0), s => s.Metrics, [],
            "Metrics of accuracy to measure; those that minimize, maximize or a plot name are measured anyway.", "[sqnr_db]");
        file.Check([lineX, lineY], v =>
        {
            if ((v.Get(lineX).Length == 0) != (v.Get(lineY).Length == 0)) v.Report(lineY, "line_x and line_y make a plot together; give both or neither");
        });
        file.Check([workloads, gemm, attention, axes], v =>
        {
            bool swept = !v.Get(workloads).IsEmpty || Sets(v.Get(axes), "workload");
            int forms = (swept ? 1 : 0) + (v.Get(gemm) is null ? 0 : 1) + (v.Get(attention) is null ? 0 : 1);
            if (forms != 1) v.Report(workloads, $"a sweep runs exactly one of workloads, gemm and attention; this one names {forms}");
            if (!v.Get(workloads).IsEmpty && Sets(v.Get(axes), "workload")) v.Report(workloads, "an axis sets workload as well; keep one of the two");
        });
        file.Check([machines, axes], v =>
        {
            bool swept = Sets(v.Get(axes), "machine");
            if (v.Get(machines).IsEmpty && !swept) v.Report(machines, "is missing; name at least one machine, here or in an axis");
            if (!v.Get(machines).IsEmpty && swept) v.Report(machines, "an axis sets machine as well; keep one of the two");
        });
        // One by one, so that a mistake in one key hides none in another.
        file.Check([machines], v => SweepKeys.CheckNames(v.Context, Named("machine", v.Get(machines), v.Node(machines))));
        file.Check([workloads], v => SweepKeys.CheckNames(v.Context, Named("workload", v.Get(workloads), v.Node(workloads))));
        file.Check([gemm, attention, axes, fixedKeys], v => new SweepKeys(v.Context, Work(v)).Check(v.Get(axes), v.Get(fixedKeys)?.Keys ?? []));
        file.Check([machines, workloads, axes, minimize, maximize, groupBy, panelBy, lineX, lineY], v =>
        {
            var columns = new PlotColumns(v, All(v));
            columns.Check(minimize, v.Get(minimize), number: true);
            columns.Check(maximize, v.Get(maximize), number: true);
            foreach (Field<Sweep, string> column in (Field<Sweep, string>[])[groupBy, panelBy, lineX, lineY]) columns.Check(column, v.Get(column) is { Length: > 0 } one ? [one] : []);
        });
        return file.Build(v =>
        {
            ImmutableArray<SweepAxis> all = All(v);
            return new Sweep
            {
                Name = v.Get(name),
                Title = v.Get(title),
                Work = Work(v),
                Operation = v.Get(gemm) ?? v.Get(attention),
                Axes = all,
                Fixed = v.Get(fixedKeys)?.Keys ?? [],
                Constraints = Conditions(v, constraints, v.Get(constraints), all),
                Minimize = v.Get(minimize),
                Maximize = v.Get(maximize),
                GroupBy = v.Get(groupBy),
                PanelBy = v.Get(panelBy),
                LineX = v.Get(lineX),
                LineY = v.Get(lineY),
                Metrics = v.Get(metrics),
            };
        });

        WorkKind Work(FieldValues v) => v.Get(gemm) is not null ? WorkKind.Gemm : v.Get(attention) is not null ? WorkKind.Attention : WorkKind.Workload;

        ImmutableArray<SweepAxis> All(FieldValues v) =>
            [.. Named("machine", v.Get(machines), v.Node(machines)), .. Named("workload", v.Get(workloads), v.Node(workloads)), .. v.Get(axes)];
    }

    private static ImmutableArray<string> Plain(Sweep sweep, string key) =>
        [.. sweep.Axes.Where(a => !a.IsLinked && a.Name == key).SelectMany(a => a.Entries).Select(e => e.Cell(key))];

    private static bool Sets(ImmutableArray<SweepAxis> axes, string key) => axes.Any(axis => axis.Keys.Contains(key));

    private static IEnumerable<SweepAxis> Named(string key, ImmutableArray<string> names, YamlNode? node)
    {
        if (names.IsEmpty) yield break;
        YamlNode[] nodes = node is YamlSequence list ? [.. list.Items] : [node!];
        yield return new SweepAxis(key, [.. nodes.Select(n => new AxisEntry([new Override(key, n, n.At)]))]);
    }

    private static ImmutableArray<Constraint> Conditions(FieldValues values, Field field, ImmutableArray<YamlNode> nodes, ImmutableArray<SweepAxis> axes)
    {
        var kinds = new Dictionary<string, ConstraintKinds>(StringComparer.Ordinal);
        foreach (SweepAxis axis in axes)
        {
            foreach (string key in axis.Keys)
            {
                foreach (AxisEntry entry in axis.Entries) kinds[key] = kinds.GetValueOrDefault(key) | ConstraintValue.Of(entry.Find(key)).Kind;
            }
        }
        var conditions = ImmutableArray.CreateBuilder<Constraint>();
        for (int i = 0; i < nodes.Length; i++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{field.Key}[{i}]");
            if (nodes[i] is not YamlScalar scalar) values.Context.Log.Add(nodes[i].At, path, $"is {nodes[i].InWords}; a condition such as 'gemm.m >= 16' is needed");
            else if (ConstraintParser.TryParse(scalar.Text, kinds, out ConstraintExpression? root, out int offset, out string error)) conditions.Add(new Constraint(scalar.Text, root!));
            else values.Context.Log.Add(scalar.At with { Column = scalar.At.Column == 0 ? 0 : scalar.At.Column + offset + (scalar.Quoted ? 1 : 0) }, path, error);
        }
        return conditions.ToImmutable();
    }
}
