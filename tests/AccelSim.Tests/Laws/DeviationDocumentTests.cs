using System.Text.RegularExpressions;
using AccelSim.Tests.House;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>docs/DEVIATIONS.md and the tests of deviations belong together.</summary>
public sealed partial class DeviationDocumentTests
{
    private static readonly string Tests = string.Concat(SourceTree.Files("tests").SelectMany(f => f.Lines));

    private static (string Number, string Text)[] Rows =>
        [.. File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "DEVIATIONS.md")).Select(l => Row().Match(l)).Where(m => m.Success).Select(m => (m.Groups[1].Value, m.Value))];

    [Test]
    public void Every_deviation_names_a_test_that_bears_its_number() =>
        Assert.That(Rows.Where(r => !Names(r.Text).Any(n => n.StartsWith(r.Number + "_", StringComparison.Ordinal))).Select(r => r.Number), Is.Empty);

    [Test]
    public void Every_test_that_the_document_names_is_there() =>
        Assert.That(Rows.SelectMany(r => Names(r.Text)).Where(n => !Tests.Contains($"void {n}(", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void Every_test_of_a_deviation_has_its_row()
    {
        string[] written = [.. Numbered().Matches(Tests).Select(m => m.Groups[1].Value)];
        Assert.That(written, Has.Length.GreaterThanOrEqualTo(Rows.Length));
        Assert.That(written.Except(Rows.SelectMany(r => Names(r.Text))), Is.Empty);
        Assert.That(Rows.Select(r => r.Number), Is.Unique);
    }

    private static IEnumerable<string> Names(string row) => Name().Matches(row).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^\| (D\d+) \|.*$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w{10,})`")]
    private static partial Regex Name();

    [GeneratedRegex(@"void (D\d+_\w+)\(")]
    private static partial Regex Numbered();
}
