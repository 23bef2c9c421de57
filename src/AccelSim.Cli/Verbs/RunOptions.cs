using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Engine.Results;
using AccelSim.Input.Mappings;
using AccelSim.Input.Yaml;
using AccelSim.Model.Mappings;

namespace AccelSim.Cli.Verbs;

/// <summary>Options that <c>run</c>, <c>gemm</c> and <c>attention</c> share.</summary>
internal sealed class RunOptions
{
    private readonly Option<string[]> set = new("--set")
    {
        Description = "Change a key before running, as in --set 'clock=2 GHz' or --set workload.formats.kv=int8; repeatable.",
        HelpName = "key=value",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> engine = new Option<string>("--engine")
    {
        Description = "Timing engine. auto: the fast one wherever it is exact; reference ticks every component every cycle and is slow.",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "fast", "reference");

    private readonly Option<string?> mapping = new("--mapping") { Description = "Pin the mapping of all operations to this YAML file.", HelpName = "FILE" };

    private readonly Option<bool> explain = new("--explain") { Description = "Say, per operation, what bounds it, where the cycles go and how it was mapped." };

    private readonly Option<bool> operations = new("--operations") { Description = "A row per operation before the total." };

    private readonly Option<string?> output = new("--out") { Description = "Also write results.csv and provenance.json into this directory.", HelpName = "DIR" };

    private readonly Option<string> format = new Option<string>("--format")
    {
        Description = "Form of standard output; csv and json hold data only.",
        DefaultValueFactory = _ => "table",
    }.AcceptOnlyFromAmong("table", "csv", "json");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[set, engine, mapping, explain, operations, output, format]) command.Add(option);
    }

    public EngineChoice Engine(ParseResult parsed) => parsed.GetValue(engine) switch
    {
        "fast" => EngineChoice.Fast,
        "reference" => EngineChoice.Reference,
        _ => EngineChoice.Auto,
    };

    public bool Explain(ParseResult parsed) => parsed.GetValue(explain);

    public bool Operations(ParseResult parsed) => parsed.GetValue(operations);

    public string? Out(ParseResult parsed) => parsed.GetValue(output);

    public string Format(ParseResult parsed) => parsed.GetValue(format)!;

    /// <summary>The overrides of the machine and, without their prefix, those of the work.</summary>
    public (ImmutableArray<Override> Machine, ImmutableArray<Override> Work) Overrides(ParseResult parsed, string prefix) =>
        Split(parsed.GetValue(set) ?? [], prefix);

    public Mapping? Mapping(ParseResult parsed, Session session) =>
        parsed.GetValue(mapping) is { } file ? BadInputException.Unless(MappingFile.Kind.Load(file, [], session.Files)) : null;

    public static (ImmutableArray<Override> Machine, ImmutableArray<Override> Work) Split(IEnumerable<string> texts, string prefix)
    {
        var machine = ImmutableArray.CreateBuilder<Override>();
        var work = ImmutableArray.CreateBuilder<Override>();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (string text in texts)
        {
            ReadResult<Override> read = Override.Parse(text);
            if (!read.Ok) problems.AddRange(read.Problems.Select(p => p.ToString()));
            else if (read.Value.Key.StartsWith(prefix + ".", StringComparison.Ordinal))
                work.Add(new Override(read.Value.Key[(prefix.Length + 1)..], read.Value.Value, read.Value.At));
            else machine.Add(read.Value);
        }
        if (problems.Count > 0) throw new BadInputException(problems.ToImmutable());
        return (machine.ToImmutable(), work.ToImmutable());
    }
}
