using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using AccelSim.Tests.Explore.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Plots;

public sealed class AxisScaleTests
{
    private static readonly Gen<double[]> Values =
        Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Double[0, 1], Gen.Double[1e-9, 1e9]).Array[1, 20];

    [Test]
    public void Every_value_lies_within_the_axis() =>
        Values.Sample(values =>
        {
            AxisScale scale = AxisScale.Fit(new PlotAxis("x"), values);
            Assert.That(values.Min(), Is.GreaterThanOrEqualTo(scale.Low));
            Assert.That(values.Max(), Is.LessThanOrEqualTo(scale.High));
        });

    [Test]
    public void Ticks_lie_within_the_axis_and_their_labels_differ() =>
        Values.Sample(values =>
        {
            AxisScale scale = AxisScale.Fit(new PlotAxis("x"), values);
            Assert.That(scale.Ticks.Select(t => t.Value), Is.All.InRange(scale.Low - 1e-9 * Math.Abs(scale.Low), scale.High * (1 + 1e-9) + 1e-300));
            string[] labels = [.. scale.Ticks.Select(t => t.Label).OfType<string>()];
            Assert.That(labels, Is.Unique);
            Assert.That(labels, Has.Length.LessThanOrEqualTo(12));
        });

    [TestCase(1, 30, false)]
    [TestCase(1, 31, true)]
    [TestCase(0, 31, false)]
    [TestCase(-1, 31, false)]
    public void An_axis_is_logarithmic_from_a_factor_above_thirty(double low, double high, bool log) =>
        Assert.That(AxisScale.Fit(new PlotAxis("x"), [low, high]).IsLog, Is.EqualTo(log));

    [Test]
    public void A_logarithmic_axis_has_its_labels_at_decades()
    {
        AxisScale scale = AxisScale.Fit(new PlotAxis("x"), [0.03, 3000]);
        Assert.That(scale.Ticks.Where(t => t.Label is not null).Select(t => t.Label), Is.EqualTo(new[] { "0.1", "1", "10", "100", "1000" }));
        Assert.That(scale.Ticks.Where(t => t.Label is null).Select(t => Math.Round(t.Value, 9)), Is.SupersetOf(new[] { 0.3, 500 }));
    }

    [Test]
    public void Large_powers_are_written_as_powers() =>
        Assert.That(AxisScale.Fit(new PlotAxis("x"), [1, 1e9]).Ticks.Select(t => t.Label), Is.SupersetOf(new[] { "10⁰", "10⁸" }));

    [Test]
    public void A_linear_axis_of_large_numbers_says_the_power_once()
    {
        AxisScale scale = AxisScale.Fit(new PlotAxis("Latency", "cycles"), [1e6, 4e6]);
        Assert.That(scale.Label, Is.EqualTo("Latency (10⁶ cycles)"));
        Assert.That(scale.Ticks.Select(t => t.Label), Does.Contain("2"));
    }

    [TestCase("tokens_per_s", "Throughput (tokens/s)")]
    [TestCase("latency_us", "Latency (µs)")]
    [TestCase("dram_read_bytes", "DRAM read (bytes)")]
    [TestCase("energy_per_token_uj", "Energy per token (µJ)")]
    [TestCase("time_per_output_token_ms", "Time per output token (ms)")]
    [TestCase("arithmetic_intensity_flop_per_byte", "Arithmetic intensity (FLOP/byte)")]
    [TestCase("utilization", "Utilization")]
    [TestCase("workload.batch", "workload.batch")]
    public void A_column_names_its_axis_in_words_with_the_unit(string column, string label)
    {
        ResultColumn found = SampleSheets.Sheet(["workload.batch"]).Column(column)!;
        Assert.That(AxisScale.Fit(PlotAxis.Of(found), [1, 2]).Label, Is.EqualTo(label));
    }

    [Test]
    public void Every_metric_has_an_axis_title_without_underscores() =>
        Assert.That(Metrics.All.Select(m => PlotAxis.Of(SampleSheets.Sheet([]).Column(m.Name)!).Title), Is.All.Not.Contain("_").And.All.Not.Empty);
}
