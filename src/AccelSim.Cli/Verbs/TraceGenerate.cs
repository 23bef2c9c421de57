using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Explore.Speculation.Serving;
using AccelSim.Model.Speculation;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim trace generate</c>.</summary>
internal static class TraceGenerate
{
    private const int Most = 1 << 24;

    public static Command Build(Session session)
    {
        Option<double> alpha = Real("--alpha", "Rate of acceptance of a draft token.", "0..1", 0, 1, 0.8);
        Option<long> gamma = Choice.Whole("--gamma", "Draft tokens per step.", "N", 0, 1000, () => 4);
        Option<long> sequences = Choice.Whole("--sequences", "Sequences that run side by side.", "N", 1, 1 << 16, () => 8);
        Option<long> context = Choice.Whole("--context", "Tokens of each sequence at the start; with --requests the mean prompt.", "N", 1, 1 << 30, () => 4096);
        Option<long> output = Choice.Whole("--output-tokens", "Tokens of each sequence; with --requests the mean.", "N", 1, Most, () => 256);
        Option<long> seed = Choice.Whole("--seed", "Equal seeds give equal traces.", "N", 0, long.MaxValue, () => 0);
        Option<long> requests = Choice.Whole("--requests", "Draw a trace of so many requests for accelsim speculate --serve instead.", "N", 0, Most, () => 0);
        Option<double> rate = Real("--rate", "Requests per second.", "R", 1e-6, 1e6, 4);
        Option<double> burst = Real("--burst", "Mean number of requests that arrive together; 1 for Poisson arrivals.", "N", 1, 1e6, 1);
        Option<long> most = Choice.Whole("--max-tokens", "Most tokens of a request, prompt and output together.", "N", 2, 1 << 30, () => 131072);
        Option<long> prefix = Choice.Whole("--prefix-tokens", "Leading tokens that the prompts of a group share.", "N", 0, 1 << 30, () => 0);
        Option<long> groups = Choice.Whole("--prefix-groups", "Groups of requests that share a beginning.", "N", 1, 1 << 20, () => 4);
        Option<string?> file = TraceOutput.Option();
        var verb = new Verb("generate", "Draw a trace of accepted draft tokens, or of requests.",
            "accelsim trace generate --alpha 0.89 --gamma 4 --sequences 64 --context 32768 --out acceptance.csv",
            "accelsim trace generate --requests 100 --rate 8 --burst 4 --context 2048 --output-tokens 128 --out requests.csv");
        foreach (Option option in (Option[])[alpha, gamma, sequences, context, output, seed, requests, rate, burst, most, prefix, groups, file]) verb.Add(option);
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(prefix) >= parsed.GetValue(most))
                throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"--prefix-tokens {parsed.GetValue(prefix)}: no prompt is longer, as requests have at most --max-tokens {parsed.GetValue(most)}; fewer are needed"));
            ulong start = (ulong)parsed.GetValue(seed);
            string text = parsed.GetValue(requests) > 0
                ? TraceOutput.Text(new RequestGenerator
                {
                    Requests = (int)parsed.GetValue(requests),
                    Rate = parsed.GetValue(rate),
                    Burst = parsed.GetValue(burst),
                    MeanPrompt = parsed.GetValue(context),
                    MeanOutput = parsed.GetValue(output),
                    MostTokens = parsed.GetValue(most),
                    Prefix = parsed.GetValue(prefix),
                    Groups = (int)parsed.GetValue(groups),
                    Seed = start,
                }.Draw())
                : TraceOutput.Text(TraceGenerator.Draw(new ConstantAcceptance(parsed.GetValue(alpha), AcceptanceEvidence.Assumed, "--alpha"), (int)parsed.GetValue(gamma), 0,
                    (int)parsed.GetValue(sequences), parsed.GetValue(context), parsed.GetValue(output), start));
            TraceOutput.Write(session, parsed.GetValue(file), text);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Option<double> Real(string name, string description, string unit, double least, double most, double fallback) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description} [{fallback}]"),
        HelpName = unit,
        DefaultValueFactory = _ => fallback,
        CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most) return number;
            result.AddError(FormattableString.Invariant($"{name} {text}: is not allowed; a number from {least} to {most} is needed"));
            return least;
        },
    };
}
