using AccelSim.Explore.Accuracy;
using AccelSim.Input.Measured;
using AccelSim.Model.Measured;
using AccelSim.Tests.House;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Kernels;

/// <summary>GEMMs that our own program timed on an H100 (results/silicon/recorded, scripts/silicon/record.py), a machine on which nothing was calibrated.</summary>
public sealed class RecordedChipTests
{
    private const double NeverCalibrated = 15; // % at the median, asked of such a machine
    private const double Rank = 0.99;

    private static string[][] Recorded(string weights) =>
        [.. File.ReadLines(Path.Combine(SourceTree.Root, "results", "silicon", "recorded", $"h100-gemm-{weights}.csv")).Skip(1).Select(line => line.Split(','))];

    private static AccuracyLine[] Score(IEnumerable<string> rows)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("accelsim-recorded").FullName, "rows.csv");
        try
        {
            File.WriteAllLines(file, rows.Prepend("machine,dtype,m,n,k,latency_us"));
            var scorer = new KernelScorer(ShippedKernels.Machine, ShippedKernels.Library);
            return [.. AccuracyLine.Table(MeasuredCsv.Read(file, _ => true).Rows.Select(scorer.Score).OfType<ScoredKernel>())];
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, true);
        }
    }

    [TestCase("cold")]
    [TestCase("warm")]
    public void A_machine_never_calibrated_is_predicted(string weights)
    {
        AccuracyLine[] lines = Score(Recorded(weights).Select(r => $"h100-sxm,bfloat16,{r[2]},{r[3]},{r[4]},{r[5]}"));
        AccuracyLine all = lines.Single(l => l.Regime == "all");
        Assert.That(all.Rows, Is.GreaterThan(2000));
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
        AccuracyLine all = Score(Recorded(weights).Where(r => r[9].Length > 0).Select(r => $"h100-sxm,bfloat16_2:4,{r[2]},{r[3]},{r[4]},{r[9]}")).Single(l => l.Regime == "all");
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
}
