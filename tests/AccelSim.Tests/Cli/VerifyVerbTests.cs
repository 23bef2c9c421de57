using AccelSim.Cli.Terminals;
using AccelSim.Cli.Verbs;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class VerifyVerbTests
{
    [Test]
    public void Identities_print_a_row_per_law_and_the_same_ones_again()
    {
        using var place = new Workplace();
        string[] command = ["verify", "identities", "--cases", "3", "--seed", "11", "--format", "csv"];
        Outcome first = place.Run(command), second = place.Run(command);
        Assert.That(first.Code, Is.Zero, first.Error);
        string[] lines = first.Out.TrimEnd('\n').Split('\n');
        Assert.That(lines[0], Is.EqualTo("law,cases,failures,worst_slack"));
        Assert.That(lines[1], Is.EqualTo("scalesim-published,3,0,0"));
        Assert.That(lines, Has.Length.EqualTo(1 + LawCatalogue.All.Length));
        Assert.That(second.Out, Is.EqualTo(first.Out));
        Assert.That(first.Error, Does.Contain($"{3 * LawCatalogue.All.Length}/{3 * LawCatalogue.All.Length} cases"));
        Assert.That(place.Entries(), Is.Empty);
    }

    [Test]
    public void Identities_as_json_are_the_same_numbers()
    {
        using var place = new Workplace();
        using var json = System.Text.Json.JsonDocument.Parse(place.Run("verify", "identities", "--cases", "1", "--format", "json").Out);
        Assert.That(json.RootElement.EnumerateArray().Select(e => e.GetProperty("law").GetString()), Is.EqualTo(LawCatalogue.All.Select(l => l.Name)));
        Assert.That(json.RootElement[0].GetProperty("failures").GetInt64(), Is.Zero);
    }

    [TestCase("table", "broken", 1)]
    [TestCase("csv", "broken,2,2,-0.5", 1)]
    [TestCase("csv", "kept,2,0,0.5", 0)]
    public void A_broken_law_ends_with_exit_code_1_and_says_where(string format, string row, int code)
    {
        Law Always(string name, double slack) => new(name, "0", LawKind.Bound, "Is for tests.", _ => new Trial([7], _ => slack));
        Law law = code == 1 ? Always("broken", -0.5) : Always("kept", 0.5);
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var terminal = Terminal.To(output, error);
        Assert.That(VerifyIdentities.Report(terminal, Verification.Run([law], 2, 0, 1), format), Is.EqualTo(code));
        Assert.That(output.ToString(), Does.Contain(row));
        Assert.That(error.ToString().Trim(), Is.EqualTo(code == 0 ? "" : "broken: Is for tests. Broken in case 0 of seed 0: the simulator says 7, slack -0.5"));
    }

    [TestCase("--cases", "0", "--cases 0: is not allowed; a whole number from 1 to 10000000 is needed")]
    [TestCase("--seed", "-1", "--seed -1: is not allowed; a whole number from 0 to")]
    [TestCase("--format", "xml", "--format xml: is not allowed; one of table, csv, json is needed")]
    public void What_cannot_be_is_refused(string option, string value, string message)
    {
        using var place = new Workplace();
        Outcome outcome = place.Run("verify", "identities", option, value);
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Error, Does.StartWith(message));
    }

    [Test]
    public void Every_verification_stands_under_verify_and_all_runs_each()
    {
        using var place = new Workplace();
        string help = place.Run("verify", "--help").Out;
        Assert.That(VerifyVerb.Verifications.Select(v => v.Name).Append("all").Where(n => !help.Contains($"\n  {n} ", StringComparison.Ordinal)), Is.Empty);
        Outcome all = place.Run("verify", "all");
        Assert.That(all.Code, Is.Zero, all.Error);
        Assert.That(all.Out.Split('\n').Where(l => l.StartsWith("verify ", StringComparison.Ordinal)), Is.EqualTo(VerifyVerb.Verifications.Select(v => $"verify {v.Name}")));
    }
}
