using System.Text.RegularExpressions;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class HelpTests
{
    private static readonly string[] Contract = ["run", "gemm", "attention", "sweep", "merge", "pareto", "compare", "speculate", "verify", "trace", "status", "list", "new", "schema"];

    private static string Help(params string[] verb)
    {
        using var place = new Workplace();
        Outcome outcome = place.Run([.. verb, "--help"]);
        Assert.That((outcome.Code, outcome.Error), Is.EqualTo((0, "")));
        Assert.That(place.Entries(), Is.Empty);
        return outcome.Out;
    }

    private static string[] Section(string help, string title) =>
        [.. help.Split('\n').SkipWhile(l => l != title).Skip(1).TakeWhile(l => l.Length > 0)];

    private static string[] Names(string help) =>
        [.. Section(help, "Verbs:").Where(l => l.Length > 2 && l[2] != ' ').Select(l => l.Trim().Split(' ')[0])];

    public static IEnumerable<string> Verbs() =>
        Names(Help()).SelectMany(verb => (string[])[verb, .. Names(Help(verb)).Select(inner => $"{verb} {inner}")]);

    [Test]
    public void Every_verb_of_the_contract_is_listed() => Assert.That(Contract.Except(Names(Help())), Is.Empty);

    [TestCaseSource(nameof(Verbs))]
    public void Every_verb_says_what_it_does_how_it_is_called_and_what_each_option_means(string verb)
    {
        string help = Help(verb.Split(' '));
        Assert.That(help, Does.Match(@"\A[A-Z][^\n]+\n").And.Contain($"Usage:\n  accelsim {verb}").And.Not.Contain("AccelSim.Cli"));
        string[] options = [.. Section(help, "Options:"), .. Section(help, "Arguments:")];
        Assert.That(options.Where(l => Regex.IsMatch(l, "^  --[a-z-]+$")), Is.Empty);
        Assert.That(help.Split('\n').Where(l => l.Length > 100 && !l.StartsWith("  accelsim", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCaseSource(nameof(Verbs))]
    public void Every_example_works_as_printed_in_an_empty_directory(string verb)
    {
        string help = Help(verb.Split(' '));
        string[] examples = [.. Section(help, "Examples:"), .. Section(help, "Example:")];
        Assert.That(examples, Is.Not.Empty);
        using Workplace place = new Workplace().Enter();
        foreach (string example in examples)
        {
            string[] words = Words(Regex.Replace(example.Trim(), @"^source <\((.*)\)$", "$1"));
            Assert.That(words[0], Is.EqualTo("accelsim"));
            Outcome outcome = place.Run(words[1..]);
            Assert.That(outcome.Code, Is.Zero, $"{example}\n{outcome.Error}");
        }
    }

    [Test]
    public void Without_a_verb_the_help_goes_to_standard_error()
    {
        using var place = new Workplace();
        Outcome outcome = place.Run();
        Assert.That((outcome.Code, outcome.Out, outcome.Error), Is.EqualTo((2, "", Help())));
    }

    [Test]
    public void Help_is_given_however_wrong_the_rest_is() => Assert.That(Help("gemm", "--foo", "x"), Does.Contain("accelsim gemm"));

    [Test]
    public void The_version_is_printed()
    {
        using var place = new Workplace();
        Assert.That(place.Run("--version").Out, Does.Match(@"^\d+\.\d+\.\d+"));
    }

    [TestCase("accelsim ", 9, "sweep")]
    [TestCase("accelsim list form", 18, "formats")]
    [TestCase("accelsim run sq-n", 17, "sq-next")]
    [TestCase("accelsim sweep quick", 20, "quickstart")]
    [TestCase("accelsim gemm --form", 20, "--format")]
    public void Completion_offers_what_may_come_next(string line, int position, string word)
    {
        using var place = new Workplace();
        Outcome outcome = place.Run("completion", "query", "--position", $"{position}", "--", line);
        Assert.That(outcome.Out.Split('\n'), Does.Contain(word));
    }

    /// <summary>Words of a shell's command line with single quotes.</summary>
    private static string[] Words(string line) =>
        [.. Regex.Matches(line, @"(?:'[^']*'|[^\s'])+").Select(m => m.Value.Replace("'", "", StringComparison.Ordinal))];

    [TestCase("accelsim: there is no 'aria'", "aria", "--help")]
    [TestCase("accelsim verify: there is no 'silicone'; did you mean 'silicon'?", "verify", "silicone", "--help")]
    public void Help_on_a_verb_that_is_none_is_bad_input(string message, params string[] words)
    {
        using var place = new Workplace();
        Outcome outcome = place.Run(words);
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Messages[0], Does.StartWith(message));
    }
}
