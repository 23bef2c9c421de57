using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Engine.Results;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli.Verbs;

/// <summary>Options that <c>run</c>, <c>gemm</c> and <c>attention</c> share.</summary>
/// <param name="prefix">First part of the keys that address the work: workload, gemm or attention.</param>
internal sealed class RunOptions(string prefix)
{
    private readonly Option<string[]> set = Set("Change a key before running, as in --set 'clock=2 GHz'; repeatable."
        + (prefix == "workload" ? " Keys of the workload begin with workload., as in --set workload.formats.kv=int8." : ""));

    private readonly Option<string> engine = EngineOption();

    private readonly Option<string?> mapping = new("--mapping") { Description = "Pin the mapping of all operations to this YAML file (accelsim new mapping).", HelpName = "FILE" };

    private readonly Option<bool> explain = new("--explain") { Description = "Say, per operation, what bounds it, where the cycles go, how far it is from its roof and which numbers of the machine a tenth better would help most, simulated. With csv and json a row per operation, with columns or an object more; with --out also explain.json, roofline.png and roofline.svg." };

    private readonly Option<bool> operations = new("--operations") { Description = "A row per operation before the total." };

    private readonly Option<bool> accuracy = new("--accuracy")
    {
        Description = "Also quantise sampled tensors and measure sqnr_db, relative_error and max_ulp of the linear layers"
            + (prefix == "workload" ? ", on the data that workload.numerics states, and the perplexity of its small model." : "."),
    };

    private readonly Option<string?> output = new("--out") { Description = "Also write results.csv and provenance.json into this directory.", HelpName = "DIR" };

    private readonly Option<string> format = Choice.Of("--format", "Form of standard output; csv and json hold data only.", "table", "csv", "json");

    private readonly TimelineArguments timeline = new();

    /// <summary><c>--set</c>, as runs and sweeps have it.</summary>
    public static Option<string[]> Set(string description) =>
        new("--set") { Description = description, HelpName = "key=value", Arity = ArgumentArity.OneOrMore, DefaultValueFactory = _ => [] };

    /// <summary><c>--engine</c>, as runs and sweeps have it.</summary>
    public static Option<string> EngineOption() => Choice.Of("--engine",
        "Timing engine. auto: the fast one wherever it is exact; reference: ticks every component every cycle, slowly.", "auto", "fast", "reference");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[set, engine, mapping, explain, operations, accuracy, .. timeline.Options, output, format]) command.Add(option);
    }

    public EngineChoice Engine(ParseResult parsed) => parsed.GetValue(engine) switch
    {
        "fast" => EngineChoice.Fast,
        "reference" => EngineChoice.Reference,
        _ => EngineChoice.Auto,
    };

    public bool Explain(ParseResult parsed) => parsed.GetValue(explain);

    /// <summary>What <c>--timeline</c> and its options ask for.</summary>
    public TimelineArguments Timeline => timeline;

    public bool Operations(ParseResult parsed) => parsed.GetValue(operations);

    public bool Accuracy(ParseResult parsed) => parsed.GetValue(accuracy);

    public string? Out(ParseResult parsed) => parsed.GetValue(output);

    public string Format(ParseResult parsed) => parsed.GetValue(format)!;

    /// <summary>The overrides of the machine and, without their prefix, those of the work.</summary>
    public (ImmutableArray<Override> Machine, ImmutableArray<Override> Work) Overrides(ParseResult parsed) => SetKeys.Split(parsed.GetValue(set) ?? [], prefix);

    /// <summary>The file that pins the mapping, as typed.</summary>
    public string? MappingFile(ParseResult parsed) => parsed.GetValue(mapping);
}
