using System.Globalization;
using AccelSim.Explore.Accuracy;
using AccelSim.Input.Measured;
using AccelSim.Model.Measured;
using AccelSim.Tests.House;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Kernels;

/// <summary>
/// GEMMs that our own program timed (results/silicon/recorded, scripts/silicon/record.py) on an H100, on whose times no constant was calibrated (the names of
/// its kernels fitted the ranking of tiles), and on another H200 with another release of its libraries than the one that calibrated.
/// </summary>
public sealed class RecordedChipTests
{
    private const double NeverCalibrated = 15; // % at the median, asked of such a machine
    private const double Rank = 0.99;

    private static string[][] Recorded(string weights, string chip = "h100") =>
        [.. File.ReadLines(Path.Combine(SourceTree.Root, "results", "silicon", "recorded", $"{chip}-gemm-{weights}.csv")).Skip(1).Select(line => line.Split(','))];

    private static AccuracyLine[] Score(IEnumerable<string> rows) => [.. AccuracyLine.Table(Scored(rows))];

    private static ScoredKernel[] Scored(IEnumerable<string> rows)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("accelsim-recorded").FullName, "rows.csv");
        try
        {
            File.WriteAllLines(file, rows.Prepend("machine,dtype,m,n,k,latency_us,weight_copies,back_to_back"));
            var scorer = new KernelScorer(ShippedKernels.Machine, ShippedKernels.Library);
            return [.. MeasuredCsv.Read(file, _ => true).Rows.Select(scorer.Score).OfType<ScoredKernel>()];
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, true);
        }
    }

    [TestCase("h100", "cold")]
    [TestCase("h100", "warm")]
    [TestCase("h200", "cold")]
    [TestCase("h200", "warm")]
    public void A_machine_never_calibrated_is_predicted(string chip, string weights)
    {
        AccuracyLine[] lines = Score(Recorded(weights, chip).Select(r => $"{chip}-sxm,bfloat16,{r[2]},{r[3]},{r[4]},{r[5]},{r[11]},{r[12]}"));
        AccuracyLine all = lines.Single(l => l.Regime == "all");
        Assert.That(all.Rows, Is.GreaterThan(1400));
        Assert.That(all.MedianApe, Is.LessThanOrEqualTo(NeverCalibrated));
        Assert.That(all.Spearman, Is.GreaterThanOrEqualTo(Rank));
        foreach (AccuracyLine line in lines)
        {
            Assert.That(line.MedianApe, Is.LessThanOrEqualTo(line.BaselineMedianApe), line.Regime);
            Assert.That(line.MeanApe, Is.LessThanOrEqualTo(line.BaselineMeanApe), line.Regime);
        }
    }

    [TestCase("cold")]
    [TestCase("warm")]
    public void Sparse_GEMMs_are_predicted_better_than_by_a_roofline_and_ranked(string weights)
    {
        AccuracyLine all = Score(Recorded(weights).Where(r => r[9].Length > 0).Select(r => $"h100-sxm,bfloat16_2:4,{r[2]},{r[3]},{r[4]},{r[9]},{SparseCopies(r)},{SparseProducts}")).Single(l => l.Regime == "all");
        Assert.That(all.MedianApe, Is.LessThan(0.5 * all.BaselineMedianApe));
        Assert.That(all.Spearman, Is.GreaterThan(0.95));
    }

    [Test]
    public void The_cuSPARSELt_kernel_was_the_one_of_the_plan_for_every_shape()
    {
        string[] kernels = [.. Recorded("cold").Concat(Recorded("warm")).Select(r => r[10]).Where(k => k.Length > 0)];
        Assert.That(kernels, Has.Length.GreaterThan(300));
        Assert.That(kernels, Has.All.Contains("sparse_gemm").And.All.Contains("tilesize128x256x64"));
    }

    [Test]
    public void D39_A_sparse_GEMM_of_few_tiles_and_a_long_K_is_split_by_the_library_and_not_here()
    {
        string[][] few = [.. Recorded("cold").Concat(Recorded("warm")).Where(r => r[10].EndsWith("+1", StringComparison.Ordinal))];
        Assert.That(few, Has.Length.GreaterThan(5));
        Assert.That(few.Select(r => r[10]), Has.All.Contains("segment_k_on"));
        Assert.That(Scored(few.Select(r => $"h100-sxm,bfloat16_2:4,{r[2]},{r[3]},{r[4]},{r[9]},{SparseCopies(r)},{SparseProducts}")).Select(s => s.Error), Has.All.GreaterThan(0.5), "relative");
    }

    [TestCase("h100", 8, 36)]
    [TestCase("h100", 48, 300)]
    [TestCase("h200", 8, 42)]
    [TestCase("h200", 54, 300)]
    public void One_weight_again_and_again_comes_from_L2_up_to_its_share_and_from_memory_beyond(string chip, int from, int to) =>
        Assert.That(OneWeight(chip, from, to), Is.InRange(-0.13, 0.05), "relative error, at the median");

    [Test]
    public void D40_The_recorded_H200_keeps_a_weight_between_the_share_of_its_generation_and_its_whole_L2() => Assert.That(OneWeight("h200", 42, 48), Is.InRange(0.2, 0.5));

    /// <summary>Median error of GEMMs of few tokens whose one weight has so many bytes, in 10^6.</summary>
    private static double OneWeight(string chip, int from, int to)
    {
        const double Mega = 1e6;
        double[] errors = [.. Scored(Recorded("warm", chip).Where(r => int.Parse(r[2], CultureInfo.InvariantCulture) <= 64 && Bytes(r) / Mega >= from && Bytes(r) / Mega < to)
            .Select(r => $"{chip}-sxm,bfloat16,{r[2]},{r[3]},{r[4]},{r[5]},{r[11]},{r[12]}")).Select(s => s.Error).Order()];
        Assert.That(errors, Has.Length.GreaterThan(7));
        return errors[errors.Length / 2];
    }

    private const int SparseProducts = 16; // of a graph (scripts/silicon/record.py)

    /// <summary>Power goes with the time under load, which graphs of many products extend.</summary>
    [TestCase("h100", "cold")]
    [TestCase("h100", "warm")]
    [TestCase("h200", "cold")]
    [TestCase("h200", "warm")]
    public void Products_bound_by_compute_are_predicted_better_by_who_knows_how_many_run_without_a_pause(string chip, string weights)
    {
        Assert.That(Median(told: true), Is.LessThan(Median(told: false)));

        double Median(bool told) => Score(Recorded(weights, chip).Select(r => $"{chip}-sxm,bfloat16,{r[2]},{r[3]},{r[4]},{r[5]},{r[11]},{(told ? r[12] : "")}"))
            .Single(l => l.Regime == "compute").MedianApe;
    }

    /// <summary>2:4 went round four of the weights at most.</summary>
    private static int SparseCopies(string[] row) => Math.Min(4, int.Parse(row[11], CultureInfo.InvariantCulture));

    private static double Bytes(string[] row) => 2 * double.Parse(row[3], CultureInfo.InvariantCulture) * double.Parse(row[4], CultureInfo.InvariantCulture);
}
