using System.CommandLine;
using System.Globalization;

namespace AccelSim.Cli.Verbs;

/// <summary>Options of <c>speculate</c> that say what is combined.</summary>
internal sealed class SpeculateOptions
{
    public Option<long[]> Batch { get; } = Wholes("--batch", "Sequences; several numbers make a grid. By default those of the workload.", 1, 1 << 20);

    public Option<long[]> Context { get; } = Wholes("--context", "Tokens per sequence in the cache; several numbers make a grid. By default those of the workload.", 2, 1 << 30);

    public Option<long[]> Gamma { get; } = Wholes("--gamma", "Draft lengths to try. By default 1 2 3 4 6 8.", 0, 1000);

    public Option<long[]> Budget { get; } = Wholes("--budget", "Tokens in the draft's cache to try. By default 257 513 1025 2049 4097, those within the context.", 1, 1 << 30);

    public Option<string[]> Strategy { get; } = new("--strategy")
    {
        Description = "Strategies to try: names under configs/strategies, or paths. By default those that draft by the target itself or by a model of the same vocabulary.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public Option<double?> Alpha { get; } = Real("--alpha", "Rate of acceptance of every draft token, instead of those of the strategies.", "0..1", 0, 1);

    public Option<double?> Host { get; } = Real("--host-ms", "Host time per speculative step; 0.6 to 1.5 ms on real systems (MagicDec, section 6 of the reference), 0 by default.", "MS", 0, 1e6);

    public Option<string?> Trace { get; } = new("--trace") { Description = "Replay an acceptance trace (accelsim trace) with the one strategy given.", HelpName = "FILE.csv" };

    public Option<string?> Serve { get; } = new("--serve") { Description = "Serve a trace of requests (accelsim trace generate --requests) with and without the best strategy.", HelpName = "FILE.csv" };

    public Option<double?> Deadline { get; } = Real("--deadline-ms", "Serving: longest time per output token of a request that counts as good; 1.5 decode steps of the case unless given.", "MS", 1e-6, 1e9);

    public IEnumerable<Option> All => [Batch, Context, Gamma, Budget, Strategy, Alpha, Host, Trace, Serve, Deadline];

    private static Option<long[]> Wholes(string name, string description, long least, long most) => new(name)
    {
        Description = description,
        HelpName = "N",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var numbers = new List<long>();
            foreach (string text in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
            {
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most) numbers.Add(number);
                else result.AddError(FormattableString.Invariant($"{name} {text}: is not allowed; a whole number from {least} to {most} is needed"));
            }
            return [.. numbers];
        },
    };

    private static Option<double?> Real(string name, string description, string unit, double least, double most) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most) return number;
            result.AddError(FormattableString.Invariant($"{name} {text}: is not allowed; a number from {least} to {most} is needed"));
            return null;
        },
    };
}
