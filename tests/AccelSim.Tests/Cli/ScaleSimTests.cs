using AccelSim.Explore.Results;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

/// <summary>SCALE-Sim's files and figures on the command line.</summary>
public sealed class ScaleSimTests
{
    private const string Config = "[general]\nrun_name = example\n\n[architecture_presets]\nArrayHeight: 32\nArrayWidth: 32\nIfmapSramSzkB: 64\n"
        + "FilterSramSzkB: 64\nOfmapSramSzkB: 64\nIfmapOffset: 0\nFilterOffset: 10000000\nOfmapOffset: 20000000\nBandwidth : 10\nDataflow : os\n\n[run_presets]\nInterfaceBandwidth: CALC\n";

    private const string Gemms = "Layer, M, N, K,\ntextbook, 256, 128, 256,\ntall, 4096, 32, 32,\n";

    private const string Convolutions =
        "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\nConv1, 227, 227, 11, 11, 3, 96, 4,\n";

    private static ResultSheet Rows(Outcome outcome)
    {
        Assert.That((outcome.Code, outcome.Error), Is.EqualTo((0, "")));
        return ResultCsv.Read("out", System.Text.Encoding.UTF8.GetBytes(outcome.Out)).Sheet!;
    }

    private static string[] Figures(ResultSheet sheet) => [.. Enumerable.Range(0, sheet.Rows.Length).Select(sheet.Column("scalesim_cycles")!.Text)];

    [TestCase("os", "10175", "12031", "22206")]
    [TestCase("ws", "11199", "4189", "15388")]
    [TestCase("is", "14207", "16127", "30334")]
    public void A_configuration_runs_a_topology_of_GEMMs_and_gives_the_published_figures(string dataflow, string first, string second, string total)
    {
        using var place = new Workplace();
        place.Write("scale.cfg", Config.Replace("Dataflow : os", $"Dataflow : {dataflow}", StringComparison.Ordinal));
        place.Write("gemms.csv", Gemms);
        ResultSheet sheet = Rows(place.Run("run", "@/scale.cfg", "@/gemms.csv", "--operations", "--format", "csv"));
        Assert.That(Figures(sheet), Is.EqualTo(new[] { first, second, total }));
        Assert.That(sheet.Rows.Select(r => r.Machine), Is.All.EqualTo("example"));
        Assert.That(sheet.Column("cycles")!.Number(0), Is.GreaterThan(double.Parse(first, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public void A_configuration_runs_a_topology_of_convolutions()
    {
        using var place = new Workplace();
        place.Write("scale.cfg", Config.Replace("Dataflow : os", "Dataflow : ws", StringComparison.Ordinal));
        place.Write("conv.csv", Convolutions);
        // SCALE-Sim v3's AlexNet golden, without stalls: 112,283.
        Assert.That(Figures(Rows(place.Run("run", "@/scale.cfg", "@/conv.csv", "--format", "csv"))), Is.EqualTo(new[] { "112283" }));
    }

    [TestCase("output-stationary", "10175")]
    [TestCase("weight-stationary", "11199")]
    [TestCase("input-stationary", "14207")]
    public void Any_systolic_machine_can_report_the_figure_beside_its_own_count(string dataflow, string figure)
    {
        using var place = new Workplace();
        string[] gemm = ["gemm", "--machine", "systolic-32x32", "--m", "256", "--n", "128", "--k", "256", "--weights", "int8", "--activations", "int8",
            "--format", "csv", "--set", $"tensor_unit.dataflow={dataflow}"];
        ResultSheet plain = Rows(place.Run(gemm)), compatible = Rows(place.Run([.. gemm, "--set", "compatibility=scalesim"]));
        Assert.That(Figures(compatible), Is.EqualTo(new[] { figure }));
        Assert.That(plain.Columns, Does.Not.Contain("scalesim_cycles"));
        Assert.That(compatible.Column("cycles")!.Text(0), Is.EqualTo(plain.Column("cycles")!.Text(0)));
    }

    [Test]
    public void A_sweep_names_configurations_as_machines_and_hashes_them()
    {
        using var place = new Workplace();
        place.Write("scale.cfg", Config);
        place.Write("sweep.yaml", Workplace.Tiny.Replace("[systolic-32x32]", $"[systolic-32x32, {place.At("scale.cfg")}]", StringComparison.Ordinal));
        Assert.That(place.Run("sweep", "@/sweep.yaml", "--out", "@/out").Code, Is.Zero);
        ResultSheet sheet = ResultCsv.ReadFile(place.At("out/results.csv")).Sheet!;
        Assert.That(sheet.Rows, Has.Length.EqualTo(24));
        Assert.That(Figures(sheet).Count(f => f.Length > 0), Is.EqualTo(sheet.Rows.Count(r => r.Machine == "example" && r.Metrics.Has(AccelSim.Model.Results.Metrics.Cycles))));
        Assert.That(File.ReadAllText(place.At("out/provenance.json")), Does.Contain("scale.cfg").And.Contain("hbm2.yaml"));
    }

    [Test]
    public void What_is_wrong_with_both_files_is_said_at_once_and_nothing_is_written()
    {
        using var place = new Workplace();
        place.Write("scale.cfg", Config.Replace("Dataflow : os", "Dataflow : rs", StringComparison.Ordinal));
        place.Write("gemms.csv", Gemms.Replace("4096", "-1", StringComparison.Ordinal));
        Outcome outcome = place.Run("run", "@/scale.cfg", "@/gemms.csv", "--out", "@/out");
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Error.Split('\n'), Has.Some.StartsWith("@/scale.cfg:14:12: Dataflow: 'rs' is not allowed").And.Some.StartsWith("@/gemms.csv:3:6: m: '-1' is not allowed"));
        Assert.That(place.Entries(), Does.Not.Contain("out"));
        Assert.That(place.Run("run", "@/none.cfg", "@/gemms.csv").Error, Does.Contain("none.cfg: no such file"));
    }
}
