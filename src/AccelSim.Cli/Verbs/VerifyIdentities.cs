using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Cli.Terminals;
using AccelSim.Explore.Identities;
using AccelSim.Explore.Reports;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim verify identities</c>.</summary>
internal static class VerifyIdentities
{
    private const int UsualCases = 200;

    public static Command Build(Session session)
    {
        Option<long> cases = Choice.Whole("--cases", "Random cases of each law.", "N", 1, 10_000_000, () => UsualCases);
        Option<long> seed = Choice.Whole("--seed", "Seed of all draws; the same seed gives the same cases.", "S", 0, long.MaxValue, () => 0);
        Option<string> format = Choice.Of("--format", "Form of the output; csv and json hold data only.", "table", "csv", "json");
        var command = new Verb("identities", "Check closed forms, bounds, conservation and metamorphic laws on random machines and operations.",
            "accelsim verify identities --cases 20", "accelsim verify identities --cases 20 --seed 7 --format csv") { cases, seed, format };
        command.SetAction(parsed =>
        {
            int count = (int)parsed.GetValue(cases);
            using var bar = new ProgressBar(session.Terminal, (long)count * LawCatalogue.All.Length, "cases");
            ImmutableArray<LawOutcome> outcomes = Verification.Run(
                LawCatalogue.All, count, parsed.GetValue(seed), Environment.ProcessorCount, bar.Report, session.Terminal.Stop);
            bar.Finish();
            return Report(session.Terminal, outcomes, parsed.GetValue(format)!);
        });
        return command;
    }

    /// <summary>Prints outcomes and, on standard error, the first case of every broken law.</summary>
    /// <returns>The exit code.</returns>
    internal static int Report(Terminal terminal, ImmutableArray<LawOutcome> outcomes, string format)
    {
        terminal.Out.Write(format switch { "csv" => Csv(outcomes), "json" => Json(outcomes), _ => Table(outcomes, terminal.Width) });
        LawOutcome[] broken = [.. outcomes.Where(o => o.Failures > 0)];
        foreach (LawOutcome law in broken) terminal.Error.WriteLine($"{law.Law.Name}: {law.Law.Statement} Broken in {law.FirstFailure}");
        return broken.Length == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static string Csv(ImmutableArray<LawOutcome> outcomes) => "law,cases,failures,worst_slack\n"
        + string.Concat(outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Law.Name},{o.Cases},{o.Failures},{Number(o.WorstSlack)}\n")));

    private static string Json(ImmutableArray<LawOutcome> outcomes) => "[\n" + string.Join(",\n", outcomes.Select(o => string.Create(
        CultureInfo.InvariantCulture, $"  {{\"law\": \"{o.Law.Name}\", \"cases\": {o.Cases}, \"failures\": {o.Failures}, \"worst_slack\": {Number(o.WorstSlack)}}}"))) + "\n]\n";

    private static string Table(ImmutableArray<LawOutcome> outcomes, int width) => TextTable.Render(
        [
            new TextColumn("law"), new TextColumn("section"), new TextColumn("kind"), new TextColumn("cases", IsNumber: true), new TextColumn("failures", IsNumber: true),
            new TextColumn("worst_slack", IsNumber: true), new TextColumn("verdict"),
        ],
        [
            .. outcomes.Select(o => new TextRow([o.Law.Name, o.Law.Section, o.Law.Kind == LawKind.Equality ? "=" : "bound", Whole(o.Cases), Whole(o.Failures),
                Number(o.WorstSlack), o.Failures == 0 ? "pass" : "FAIL"])),
        ], width);

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
