using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Engine.Functional.Models;
using AccelSim.Model.Formats;
using AccelSim.Model.Speculation;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim trace record</c>.</summary>
internal static class TraceRecord
{
    public static Command Build(Session session)
    {
        Option<string> policy = Choice.Of("--kv-policy", "Cache of the draft: sinks and a window, the tokens that the prompt's end weighs most, or all.", "streaming_llm", "snapkv", "full");
        Option<long> budget = Choice.Whole("--budget", "Tokens in the draft's cache.", "N", 1, 512, () => 64);
        Option<long> sinks = Choice.Whole("--sinks", "First tokens that a window keeps.", "N", 0, 64, () => 4);
        Option<long> observed = Choice.Whole("--observed", "SnapKV: last tokens of the prompt that vote.", "N", 1, 64, () => 16);
        Option<long> gamma = Choice.Whole("--gamma", "Draft tokens per step.", "N", 0, 64, () => 4);
        Option<long> sequences = Choice.Whole("--sequences", "Sequences, one after the other.", "N", 1, 1000, () => 4);
        Option<long> prompt = Choice.Whole("--prompt-tokens", "Tokens of each prompt, from the model's recorded texts.", "N", 1, 500, () => 192);
        Option<long> output = Choice.Whole("--output-tokens", "Tokens of each output.", "N", 1, 500, () => 64);
        var weights = new Option<string?>("--draft-weights") { HelpName = "FMT", Description = "Quantise the draft's weights, as in 'sq(int8/int4,b=16,s=0.75)'; the target's own weights unless given." };
        Option<string?> file = TraceOutput.Option();
        var verb = new Verb("record", "Run the small real model with a real sparse draft cache and write what it accepted.", "accelsim trace record --kv-policy snapkv --budget 48 --gamma 3 --sequences 2 --output-tokens 16")
        {
            Details = "The model is stories260K under ACCELSIM_DATA/tinyllama; without it the verb says that it skips. Every output is compared with the target's own greedy output, token for token.",
        };
        foreach (Option option in (Option[])[policy, budget, sinks, observed, gamma, sequences, prompt, output, weights, file]) verb.Add(option);
        verb.SetAction(parsed =>
        {
            string folder = Path.Combine(DataFolder.Of(session), "tinyllama"), model = Path.Combine(folder, "stories260K.bin"), texts = Path.Combine(folder, "tokens.csv");
            NumberFormat? format = Format(session, parsed.GetValue(weights));
            int window = (int)parsed.GetValue(budget), first = (int)parsed.GetValue(sinks), vote = (int)parsed.GetValue(observed), promptTokens = (int)parsed.GetValue(prompt), outputTokens = (int)parsed.GetValue(output);
            string kind = parsed.GetValue(policy)!;
            List<string> problems = [];
            if (kind == "streaming_llm" && first >= window) problems.Add($"--sinks {first}: must be below the budget of {window}");
            if (kind == "snapkv" && vote > window) problems.Add($"--observed {vote}: must not exceed the budget of {window}");
            if (kind != "full" && window > promptTokens + outputTokens) problems.Add($"--budget {window}: exceeds the context of {promptTokens + outputTokens}; a sparse cache holds at most the context");
            if (problems.Count > 0) throw new BadInputException([.. problems]);
            if (!File.Exists(model) || !File.Exists(texts))
            {
                session.Terminal.Error.WriteLine("skipped: tinyllama: no such data; set ACCELSIM_DATA to the folder that holds it");
                return ExitCode.Done;
            }
            LlamaWeights llama = LlamaFile.Read(File.ReadAllBytes(model));
            if (promptTokens + outputTokens > llama.Shape.MaxTokens)
                throw new BadInputException($"--prompt-tokens {promptTokens}: {promptTokens + outputTokens} tokens with those to come exceed the {llama.Shape.MaxTokens} that the model allows");
            LlamaNetwork target = LlamaNetwork.Single(llama), draft = format is null ? target : LlamaQuantiser.Quantise(llama, format);
            int sharing = llama.Shape.Heads / llama.Shape.KvHeads;
            Func<IKvHead>? head = kind switch
            {
                "streaming_llm" => () => new WindowKvHead(first, window),
                "snapkv" => () => new SnapKvHead(window, vote, sharing),
                _ => null,
            };
            using var reader = new StreamReader(texts);
            int[][] prompts = [.. TokenSequence.Read(reader).Where(t => t.Tokens.Count >= promptTokens).Take((int)parsed.GetValue(sequences)).Select(t => t.Tokens.Take(promptTokens).ToArray())];
            if (prompts.Length == 0) throw new BadInputException($"--prompt-tokens {promptTokens}: no recorded text is that long");
            return Record(session, parsed.GetValue(file), new GreedySpeculation(target, draft, head), target, prompts, outputTokens, (int)parsed.GetValue(gamma));
        });
        return verb;
    }

    private static int Record(Session session, string? file, GreedySpeculation speculation, LlamaNetwork target, int[][] prompts, int output, int gamma)
    {
        var rows = ImmutableArray.CreateBuilder<AcceptanceStep>();
        int wrong = 0;
        for (int s = 0; s < prompts.Length; s++)
        {
            var (tokens, steps) = speculation.Run(prompts[s], output, gamma);
            if (!tokens.SequenceEqual(GreedySpeculation.Plain(target, prompts[s], output))) wrong++;
            for (int i = 0; i < steps.Length; i++) rows.Add(new AcceptanceStep(i, s, steps[i].Drafted, steps[i].Accepted, steps[i].Context));
        }
        AcceptanceStep[] ordered = [.. rows.OrderBy(r => r.Step).ThenBy(r => r.Sequence)];
        TraceOutput.Write(session, file, TraceOutput.Text(ordered));
        session.Terminal.Error.WriteLine(FormattableString.Invariant(
            $"{prompts.Length} sequences, {ordered.Sum(r => r.Tokens)} tokens in {ordered.Length} steps, {ordered.Sum(r => r.Accepted)} of {ordered.Sum(r => r.Drafted)} drafted accepted; {(wrong == 0 ? "every output is the target's greedy output" : $"{wrong} outputs differ from the target's greedy output")}"));
        return wrong == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static NumberFormat? Format(Session session, string? text)
    {
        if (text is null) return null;
        if (!FormatParser.TryParse(text, session.Files.Formats, out NumberFormat? format, out string? error)) throw new BadInputException($"--draft-weights {text}: {error}");
        return format.WhyNot(OperandRole.Weights) is { } why ? throw new BadInputException($"--draft-weights {text}: {why}") : format;
    }
}
