using System.Globalization;
using AccelSim.Explore.Accuracy;
using AccelSim.Input;
using AccelSim.Input.Machines;
using AccelSim.Input.Measured;
using AccelSim.Model.Machines;
using AccelSim.Model.Measured;
using AccelSim.Tests.Input;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Kernels;

/// <summary>
/// Accuracy that gets worse fails, with the numbers. The sample is the report half of the shared rows (a hash of the shape); where the data
/// are not at hand the tests are skipped by name. The bounds in silicon-gate.csv lie a tenth above what was reached when they were last
/// written: room for a change of mechanism that helps one family and costs another little, none for a regression. Lower them with
/// <c>scripts/silicon/gate.sh</c> when accuracy improves.
/// </summary>
public sealed class SiliconGateTests
{
    private const int FewestRows = 30;

    private static readonly Lazy<AccuracyLine[]?> Lines = new(Score);

    private static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("ACCELSIM_DATA") is { Length: > 0 } set ? set : Path.Combine(Installation.Files.Home, "..", "shared", "data"), "measured");

    private static IEnumerable<TestCaseData> Bounds => File.ReadLines(Path.Combine(Installation.Files.Home, "tests", "AccelSim.Tests", "Engine", "Kernels", "silicon-gate.csv"))
        .Skip(1).Select(line => line.Split(',')).Select(f => new TestCaseData(f[0], f[1], f[2], Number(f[3]), Number(f[4])));

    [TestCaseSource(nameof(Bounds))]
    public void Errors_stay_within_what_was_reached(string machine, string kind, string dtype, double median, double mean)
    {
        AccuracyLine line = Measured().Single(l => (l.Machine, l.Kind, l.Dtype, l.Regime) == (machine, kind, dtype, "all"));
        Assert.That(line.MedianApe, Is.LessThanOrEqualTo(median), $"median absolute error in %, {line.Rows} rows");
        Assert.That(line.MeanApe, Is.LessThanOrEqualTo(mean), $"mean absolute error in %, {line.Rows} rows");
    }

    [Test]
    public void No_dtype_is_worse_than_the_derated_roofline_in_any_regime_with_thirty_rows()
    {
        string[] worse = [.. Measured().Where(l => l.Rows >= FewestRows && (l.MedianApe > l.BaselineMedianApe || l.MeanApe > l.BaselineMeanApe))
            .Select(l => FormattableString.Invariant($"{l.Machine} {l.Kind} {l.Dtype} {l.Regime}: median {l.MedianApe:F2} against {l.BaselineMedianApe:F2}, mean {l.MeanApe:F2} against {l.BaselineMeanApe:F2}"))];
        Assert.That(worse, Is.Empty);
    }

    private static AccuracyLine[] Measured()
    {
        if (Lines.Value is { } lines) return lines;
        Assert.Ignore($"silicon gate: no measured kernels at {Folder}; set ACCELSIM_DATA to the folder that holds measured");
        return [];
    }

    private static AccuracyLine[]? Score()
    {
        string[] files = [.. ((string[])["gemm.csv", "attention.csv", "collectives.csv"]).Select(f => Path.Combine(Folder, f))];
        if (!files.All(File.Exists)) return null;
        var machines = new Dictionary<string, Machine>(StringComparer.Ordinal);
        Machine Of(string name) => machines.TryGetValue(name, out Machine? known) ? known : machines[name] = ShippedKernels.Machine(InputFiles.Canonical(name));
        var scorer = new KernelScorer(Of, ShippedKernels.Library);
        string[] shipped = [.. Installation.Files.Names(MachineFile.Kind)];
        return [.. AccuracyLine.Table(files.SelectMany(f => MeasuredCsv.Read(f, n => shipped.Contains(InputFiles.Canonical(n))).Rows)
            .Where(r => !r.Shape.Calibrates).Select(scorer.Score).OfType<ScoredKernel>())];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
