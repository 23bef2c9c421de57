using System.Text.RegularExpressions;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using AccelSim.Tests.Explore.Results;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Plots;

public sealed partial class ParetoPanelsTests
{
    private static ResultSheet Sheet(int panels, int groups) => SampleSheets.Sheet(["regime", "scheme"],
        [.. Enumerable.Range(0, panels * groups).Select(i => SampleSheets.Row(i, axes: [$"regime {i / groups}", $"scheme {i % groups}"],
            values: [(Metrics.WeightBits, 4 + i % groups), (Metrics.TokensPerS, 100 * Math.Pow(10, i / groups) * (1 + i % groups * 0.3)), (Metrics.LatencyUs, 1e6 + 1e5 * i)]))]);

    private static Picture Draw(ResultSheet sheet, string title = "Title", string vertical = "tokens_per_s") =>
        ParetoPanels.Draw(sheet, ParetoFronts.Of(sheet, [new("weight_bits_per_element", false), new(vertical, true)], "regime"),
            new ParetoPlotOptions(title, "scheme"));

    private static string[] Words(Picture picture) =>
        [.. TextElement().Matches(picture.Svg).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value).Trim())];

    [Test]
    public void Drawing_twice_gives_the_same_bytes()
    {
        Picture first = Draw(Sheet(5, 11)), second = Draw(Sheet(5, 11));
        Assert.That(second.Png, Is.EqualTo(first.Png));
        Assert.That(second.Svg, Is.EqualTo(first.Svg));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(13)]
    public void Every_panel_bears_its_value_and_the_picture_its_titles_and_legend_once(int panels)
    {
        string[] words = Words(Draw(Sheet(panels, 3)));
        for (int i = 0; i < panels; i++) Assert.That(words.Count(w => w == $"regime {i}"), Is.EqualTo(1));
        foreach (string once in new[] { "Title", "← better · Weight storage (bits per element)", "Throughput (tokens/s) · better →", "Pareto front" })
            Assert.That(words.Count(w => w == once), Is.EqualTo(1), once);
    }

    [Test]
    public void Twelve_groups_are_all_in_the_legend_in_the_order_of_first_appearance()
    {
        string[] legend = [.. Words(Draw(Sheet(5, 12))).Where(w => w.StartsWith("scheme ", StringComparison.Ordinal)).TakeLast(12)];
        Assert.That(legend, Is.EqualTo(Enumerable.Range(0, 12).Select(i => $"scheme {i}")));
    }

    [Test]
    public void Large_values_carry_their_thousands_at_the_ticks_and_leave_the_shared_title_alone()
    {
        string[] words = Words(Draw(Sheet(3, 4), vertical: "latency_us"));
        Assert.That(words, Does.Contain("Latency (µs) · better →"));
        Assert.That(words, Has.Some.EndsWith("M"));
    }

    [Test]
    public void More_panels_than_fit_are_cut_and_the_title_says_so()
    {
        string[] words = Words(Draw(Sheet(ParetoPanels.Most + 3, 1), ""));
        Assert.That(words, Does.Contain("(the first 24 of 27 values of regime)"));
        Assert.That(words, Does.Not.Contain("regime 24"));
    }

    [Test]
    public void A_panel_without_candidates_is_drawn_empty()
    {
        ResultSheet sheet = SampleSheets.Sheet(["regime", "scheme"],
            SampleSheets.Row(0, axes: ["a", "s"], values: [(Metrics.WeightBits, 4), (Metrics.TokensPerS, 0)]),
            SampleSheets.Row(1, axes: ["b", "s"], status: PointStatus.Infeasible, reason: "no mapping"));
        Assert.That(Words(Draw(sheet)), Does.Contain("a").And.Contain("b"));
    }

    [GeneratedRegex("<text[^>]*>([^<]*)</text>")]
    private static partial Regex TextElement();
}
