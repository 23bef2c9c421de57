using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using AccelSim.Tests.Explore.Results;
using CsCheck;
using NUnit.Framework;
using SkiaSharp;

namespace AccelSim.Tests.Explore.Plots;

public sealed partial class PictureTests
{
    private static ResultSheet Sheet { get; } = SampleSheets.Sheet(["workload.batch", "format"],
        [.. Enumerable.Range(0, 60).Select(i => SampleSheets.Row(i, i % 3 == 0 ? "sq-next" : "mx-next", axes: [$"{1 << i % 6}", i % 4 < 2 ? "sq(int8/int4,b=64,s=0.875)" : "mxfp4"],
            values: [(Metrics.WeightBits, 4 + i % 7 * 0.5), (Metrics.TokensPerS, 50 * (1 + i % 7) * Math.Pow(2, i % 6)), (Metrics.LatencyUs, 1 + i)]))]);

    private static Picture Pareto(ResultSheet sheet, ParetoPlotOptions options) =>
        ParetoPlot.Draw(sheet, ParetoFront.Of(sheet, [new("weight_bits_per_element", false), new("tokens_per_s", true)]), options);

    private static readonly ImmutableArray<PlotSeries> Lines =
        [PlotSeries.Of("W4A8", [(1, 1.9), (2, 1.7), (64, 1.1)]), PlotSeries.Of("SQ", [(1, 1.3), (2, double.NaN), (64, 1.6)])];

    private static Picture[] Each() =>
    [
        Pareto(Sheet, new ParetoPlotOptions("Title")),
        LinePlot.Draw("Title", new PlotAxis("Batch"), new PlotAxis("Speed-up"), Lines),
        BarPlot.Draw("Title", new PlotAxis("Cycles"), ["a", "b"], [new("compute", [3, 4]), new("dram", [1, double.NaN])]),
    ];

    [Test]
    public void Drawing_twice_gives_the_same_bytes()
    {
        Picture[] first = Each(), second = Each();
        for (int i = 0; i < first.Length; i++)
        {
            Assert.That(second[i].Png, Is.EqualTo(first[i].Png));
            Assert.That(second[i].Svg, Is.EqualTo(first[i].Svg));
        }
    }

    [Test]
    public void Drawing_on_many_threads_gives_the_same_bytes()
    {
        Picture expected = Pareto(Sheet, new ParetoPlotOptions("Title"));
        Parallel.For(0, 4, _ =>
        {
            Picture picture = Pareto(Sheet, new ParetoPlotOptions("Title"));
            Assert.That(picture.Png, Is.EqualTo(expected.Png));
            Assert.That(picture.Svg, Is.EqualTo(expected.Svg));
        });
    }

    [Test]
    public void The_picture_carries_its_title_axes_units_groups_and_knees()
    {
        string text = Words(Pareto(Sheet, new ParetoPlotOptions("Design space")).Svg);
        Assert.That(text, Does.Contain("Design space"));
        Assert.That(text, Does.Contain("Weight storage (bits per element)"));
        Assert.That(text, Does.Contain("Throughput (tokens/s)"));
        Assert.That(text, Does.Contain("sq-next").And.Contain("mx-next").And.Contain("Pareto front"), "the legend");
        Assert.That(text, Does.Contain("sq(int8/int4,b=64,s=0.875)").And.Contain("mxfp4"), "the formats of the knees");
    }

    [Test]
    public void Text_is_really_drawn_into_the_raster()
    {
        // Where the title stands there is ink; in the same picture without a title, laid out alike, there is none.
        Picture with = LinePlot.Draw("MMMMMMMMMMMMMMM", new PlotAxis("x"), new PlotAxis("y"), Lines);
        Picture without = LinePlot.Draw(" ", new PlotAxis("x"), new PlotAxis("y"), Lines);
        Assert.That(DarkPixels(with.Png) - DarkPixels(without.Png), Is.GreaterThan(2000));
    }

    [Test]
    public void No_font_of_the_machine_is_asked_for()
    {
        EmbeddedFont.Install();
        SKTypeface face = ScottPlot.Fonts.GetTypeface("A Font That Nobody Has", bold: false, italic: false);
        Assert.That(face.FamilyName, Is.EqualTo("DejaVu Sans"));
        Assert.That(face.ContainsGlyphs("Aµ²⁹→←·…"), Is.True);
        Assert.That(ScottPlot.Fonts.GetTypeface("Arial", bold: true, italic: true).IsBold, Is.True);
    }

    [Test]
    public void Two_groups_differ_in_colour_and_in_shape()
    {
        string one = Pareto(Sheet.Select(Enumerable.Range(0, 60).Where(i => i % 3 == 0)), new ParetoPlotOptions()).Svg;
        string two = Pareto(Sheet, new ParetoPlotOptions()).Svg;
        Assert.That(one, Does.Not.Contain("#D55E00").IgnoreCase);
        Assert.That(two, Does.Contain("#D55E00").IgnoreCase);
    }

    [Test]
    public void Any_finite_values_can_be_drawn() =>
        Gen.Select(Gen.OneOf(Gen.Double[-1e-9, 1e-9], Gen.Double[-1e15, 1e15], Gen.Const(0.0), Gen.Const(double.NaN)),
                Gen.OneOf(Gen.Double[1e-12, 1e12], Gen.Double[0, 1])).Array[1, 6].Sample(points =>
        {
            ImmutableArray<PlotSeries> series = [PlotSeries.Of("s", points)];
            if (points.All(p => double.IsNaN(p.Item1)))
                Assert.That(() => LinePlot.Draw("t", new PlotAxis("x"), new PlotAxis("y"), series), Throws.ArgumentException);
            else
                Assert.That(LinePlot.Draw("t", new PlotAxis("x"), new PlotAxis("y"), series).Png, Is.Not.Empty);
        }, iter: 40, threads: 1);

    [Test]
    public void A_front_without_candidates_still_gives_a_picture()
    {
        ResultSheet sheet = SampleSheets.Sheet([], SampleSheets.Row(0, status: PointStatus.Infeasible, reason: "no mapping"));
        Assert.That(Words(Pareto(sheet, new ParetoPlotOptions("Empty")).Svg), Does.Contain("Empty"));
    }

    [Test]
    public void Many_equal_points_do_not_make_the_picture_larger()
    {
        ResultSheet few = Sheet, many = Sheet.Select(Enumerable.Range(0, 200 * 60).Select(i => i % 60));
        Assert.That(Pareto(many, new ParetoPlotOptions()).Svg, Has.Length.LessThan(Pareto(few, new ParetoPlotOptions()).Svg.Length * 2));
    }

    [Test]
    public void A_stack_with_a_negative_part_or_a_missing_value_is_refused()
    {
        Assert.That(() => BarPlot.Draw("", new PlotAxis("x"), ["a"], [new("p", [-1])]), Throws.ArgumentException.With.Message.Contains("negative"));
        Assert.That(() => BarPlot.Draw("", new PlotAxis("x"), ["a", "b"], [new("p", [1])]), Throws.ArgumentException.With.Message.EqualTo("p: 1 values for 2 bars"));
    }

    [Test]
    public void A_picture_is_written_as_PNG_or_SVG_and_nothing_else() =>
        Assert.That(() => new Picture([1], "").WriteFile("x.jpg"), Throws.ArgumentException.With.Message.EqualTo("x.jpg: a picture's name ends with .png or .svg"));

    private static string Words(string svg) => System.Net.WebUtility.HtmlDecode(string.Join("\n", TextElement().Matches(svg).Select(m => m.Groups[1].Value)));

    private static int DarkPixels(byte[] png)
    {
        using SKBitmap bitmap = SKBitmap.Decode(png);
        return bitmap.Pixels.Count(p => p.Red < 100 && p.Green < 100 && p.Blue < 100);
    }

    [GeneratedRegex("<text[^>]*>([^<]*)</text>")]
    private static partial Regex TextElement();
}
