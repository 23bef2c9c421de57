using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Explore.Reports;
using AccelSim.Input;
using AccelSim.Input.Accumulators;
using AccelSim.Input.Machines;
using AccelSim.Input.Speculation;
using AccelSim.Input.Sweeps;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Workloads;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim list machines|workloads|models|formats|dram|metrics|searches|sweeps|accumulators|strategies</c>.</summary>
internal static class ListVerb
{
    private static readonly (string Name, string Description, Func<InputFiles, (string[] Header, IEnumerable<string[]> Rows)> Rows)[] Lists =
    [
        ("machines", "Shipped machines.", Machines),
        ("workloads", "Shipped workloads; the name of a model is a workload too.", Workloads),
        ("models", "Shipped language models.", Models),
        ("formats", "Number formats and their stored bits per weight.", Formats),
        ("dram", "Shipped DRAM standards.", Drams),
        ("metrics", "Columns of the results table.", _ => (["column", "unit", "meaning"], Metrics.All.Select(m => new[] { m.Name, m.Unit, m.Description }))),
        ("searches", "Ways to walk a design space.", _ => (["search", "meaning"], [["grid", "every combination of the axes, last axis fastest"]])),
        ("sweeps", "Shipped sweeps.", Sweeps),
        ("accumulators", "Named accumulators, such as those of tensor cores, for accumulator.preset of a machine.", Accumulators),
        ("strategies", "Shipped strategies of speculative decoding.", Strategies),
    ];

    public static Command Build(Session session)
    {
        var command = new Verb("list", "List what is shipped or known.", "accelsim list machines", "accelsim list formats --format csv");
        foreach ((string name, string description, Func<InputFiles, (string[] Header, IEnumerable<string[]> Rows)> rows) in Lists)
        {
            Option<string> format = Choice.Of("--format", "Form of the output.", "table", "csv");
            var list = new Verb(name, description, $"accelsim list {name}") { format };
            list.SetAction(parsed =>
            {
                (string[] header, IEnumerable<string[]> lines) = rows(session.Files);
                session.Terminal.Out.Write(parsed.GetValue(format) == "csv" ? Csv(header, lines) : Table(header, lines, session.Terminal.Width));
                return ExitCode.Done;
            });
            command.Add(list);
        }
        return command;
    }

    private static (string[] Header, IEnumerable<string[]> Rows) Machines(InputFiles files) => (
        ["machine", "cores", "clock_ghz", "memory", "bandwidth_gb_per_s", "description"],
        files.Names(MachineFile.Kind).Select(name => BadInputException.Unless(MachineFile.Kind.Load(name, [], files))).Select(m => new[]
        {
            m.Name, Text(m.Cores), Text(Math.Round(m.ClockHz * 1e-9, 6)), m.Memory.Timing.Standard, Text(Math.Round(m.Memory.PeakBytesPerSecond * 1e-9, 1)), m.Description,
        }));

    private static (string[] Header, IEnumerable<string[]> Rows) Workloads(InputFiles files) => (
        ["workload", "description"],
        files.Names(WorkloadFile.Kind).Select(name => (string[])[name, BadInputException.Unless(files.Open(WorkloadFile.Kind, name)).Root.Find("description") is YamlScalar text ? text.Text : ""]));

    private static (string[] Header, IEnumerable<string[]> Rows) Sweeps(InputFiles files) => (
        ["sweep", "combinations", "title"],
        files.Names(SweepFile.Kind).Select(name => (name, Sweep: BadInputException.Unless(SweepFile.Kind.Load(name, [], files)))).Select(s => new[] { s.name, Text(s.Sweep.Combinations), s.Sweep.Title }));

    private static (string[] Header, IEnumerable<string[]> Rows) Accumulators(InputFiles files) => (
        ["accumulator", "inputs", "model", "group_length", "fraction_bits", "output", "status", "gpus"],
        BadInputException.Unless(files.Accumulators()).All.Select(p => new[]
        {
            p.Name, string.Join(' ', p.Inputs), p.Accumulator.Model, Text(p.Accumulator.GroupLength), Text(p.Accumulator.FractionBits),
            AccumulatorFile.OutputName(p), p.Status.ToString().ToLowerInvariant(), p.Gpus,
        }));

    private static (string[] Header, IEnumerable<string[]> Rows) Strategies(InputFiles files) => (
        ["strategy", "kv_policy", "evidence", "description"],
        files.Names(StrategyFile.Kind).Select(name => (Strategy: BadInputException.Unless(StrategyFile.Kind.Load(name, [], files)), Text: BadInputException.Unless(files.Open(StrategyFile.Kind, name)).Root.Find("description") as YamlScalar))
            .Select(s => (string[])[s.Strategy.Name, StrategyFile.Word(s.Strategy.Policy), s.Strategy.Acceptance.Evidence.ToString().ToLowerInvariant(), s.Text?.Text ?? ""]));

    private static (string[] Header, IEnumerable<string[]> Rows) Models(InputFiles files) => (
        ["model", "layers", "hidden", "heads", "kv_heads", "max_context"],
        files.Names(ModelFile.Kind).Select(name => (name, Model: BadInputException.Unless(ModelNames.Load(files, name)))).Select(m => new[]
        {
            m.name, Text(m.Model.Layers), Text(m.Model.Hidden), Text(m.Model.Heads), Text(m.Model.KvHeads), Text(m.Model.MaxContext),
        }));

    private static (string[] Header, IEnumerable<string[]> Rows) Formats(InputFiles files) => (
        ["format", "bits_per_weight", "granule"],
        files.Formats.Formats.Concat(FormatCatalogue.ParametricExamples).DistinctBy(f => f.Name).Select(f => (f.Name, Format: f))
            .Concat(files.Formats.Aliases.Select(a => (Name: a.Key, Format: a.Value))).Where(f => f.Format.WhyNot(OperandRole.Weights) is null)
            .Select(f => new[] { f.Name, Text(f.Format.BitsPerElement(OperandRole.Weights)), Text(f.Format.Granule) }));

    private static (string[] Header, IEnumerable<string[]> Rows) Drams(InputFiles files) => (
        ["standard", "tck_ps", "pseudo_channels", "channel_gb_per_s"],
        files.Names(DramFile.Kind).Select(name => (name, Timing: BadInputException.Unless(files.Standard(name, null)))).Select(d => new[]
        {
            d.name, Text(d.Timing.TckPs), Text(d.Timing.PseudoChannels), Text(Math.Round(d.Timing.PeakBytesPerSecond * d.Timing.PseudoChannels * 1e-9, 2)),
        }));

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Csv(string[] header, IEnumerable<string[]> rows) =>
        string.Concat(rows.Prepend(header).Select(row => string.Join(',', row.Select(Quoted)) + "\n"));

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string Table(string[] header, IEnumerable<string[]> rows, int width)
    {
        string[][] lines = [.. rows];
        ImmutableArray<TextColumn> columns =
            [.. header.Select((name, i) => new TextColumn(name, IsNumber: lines.All(line => double.TryParse(line[i], NumberStyles.Float, CultureInfo.InvariantCulture, out _))))];
        return TextTable.Render(columns, [.. lines.Select(line => new TextRow([.. line]))], width);
    }
}
