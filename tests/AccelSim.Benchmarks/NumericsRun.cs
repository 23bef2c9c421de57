using System.Globalization;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Benchmarks;

/// <summary>Speed of the functional path on the processor, in multiply-adds a second.</summary>
internal static class NumericsRun
{
    private const int Runs = 3, Cube = 2048, SlowRows = 256;

    private const string Alone = "rate by the processor time of its thread";

    private static readonly ScalarFormat E4M3 = ScalarFormats.Fp8E4M3;

    /// <param name="cli">AccelSim.Cli.dll; empty leaves the verb out.</param>
    public static List<Measurement> All(string cli)
    {
        var found = new List<Measurement>();
        CodedMatrix a = PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), Values(Cube, Cube, 1), Cube, Cube);
        var w = new PackedSqWeights(SqQuantizer.Quantize(new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, 8), Values(Cube, Cube, 2), Cube, Cube));
        const string Sq = "int8 x sq(int8/int4,b=64,s=0.875), one scale a token";
        found.Add(Rate("SQ GEMM, cube of 2048, AVX2, 1 thread", Cube, Cube, Cube, 5, Sq, () => SqIntegerGemm.Multiply(a, w)));
        CodedMatrix some = PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), Values(SlowRows, Cube, 1), SlowRows, Cube);
        found.Add(Rate("SQ GEMM, 256 rows, scalar fallback, 1 thread", SlowRows, Cube, Cube, null, Sq + "; no vector instructions", () => SqIntegerGemm.Multiply(some, w, scalarOnly: true)));
        found.Add(Scaling("SQ GEMM, cube of 2048, 2 threads against 1", threads => SqIntegerGemm.Multiply(a, w, threads)));
        found.Add(Dots("T-FDPA, E4M3, hopper wgmma (L = 32, F = 13)", 0.2, new TFdpa(E4M3, E4M3, TFdpaParameters.Usual(32, 13, OutputRounding.RzE8M13)), new(128, 256, 1024)));
        found.Add(Dots("exact sums, E4M3", 2, new ExactDot(E4M3, E4M3, ScalarFormats.Fp32), new(256, 512, 2048)));
        if (cli.Length > 0)
        {
            (double Wall, double Processor, long PeakBytes)[] runs = [.. Enumerable.Range(0, 3).Select(_ => Stopwatches.OfProcess("dotnet", cli, "verify", "numerics", "--format", "csv"))];
            found.Add(new Measurement("verify numerics", Stopwatches.Median(runs.Select(r => r.Wall)) / 1e3, "s", 60, false, Stopwatches.Median(runs.Select(r => r.Processor)) / 1e3,
                "accelsim verify numerics, whole process, recorded data as found under ACCELSIM_DATA; median of 3 runs"));
        }
        return found;
    }

    private static Measurement Dots(string name, double target, DotAccumulator model, DotShape shape)
    {
        var codec = new ScalarCodec(E4M3);
        uint[] left = Codes(codec, shape.M * shape.K, 3), right = Codes(codec, shape.N * shape.K, 4);
        return Rate(name, shape.M, shape.N, shape.K, target, "random codes, 1 thread", () => model.Multiply(shape, left, right, new uint[shape.M * shape.N]));
    }

    private static Measurement Rate(string name, int m, int n, int k, double? target, string how, Action run)
    {
        run();
        (double Wall, double Processor)[] times = [.. Enumerable.Range(0, Runs).Select(_ => Stopwatches.Of(run))];
        double macs = (double)m * n * k;
        return new Measurement(name, macs / Stopwatches.Median(times.Select(t => t.Wall)) / 1e6, "GMAC/s", target, true, macs / Stopwatches.Median(times.Select(t => t.Processor)) / 1e6,
            string.Create(CultureInfo.InvariantCulture, $"{how}; {m} x {n} x {k}, median of {Runs} runs after one; the second figure is the {Alone}"));
    }

    /// <summary>How much sooner two threads are done; in processor time, what halves of the work would give if they ran at once: twice the time of one over that of both.</summary>
    private static Measurement Scaling(string name, Action<int> run)
    {
        run(2);
        (double Wall, double Processor)[] one = [.. Enumerable.Range(0, Runs).Select(_ => Stopwatches.OfAllThreads(() => run(1)))];
        (double Wall, double Processor)[] two = [.. Enumerable.Range(0, Runs).Select(_ => Stopwatches.OfAllThreads(() => run(2)))];
        return new Measurement(name, Stopwatches.Median(one.Select(t => t.Wall)) / Stopwatches.Median(two.Select(t => t.Wall)), "times", 1.8, true,
            2 * Stopwatches.Median(one.Select(t => t.Processor)) / Stopwatches.Median(two.Select(t => t.Processor)),
            "wall time of one thread over that of two; the second figure is twice the processor time of one over that of two, what two free cores would give where the halves are even");
    }

    private static float[] Values(int rows, int columns, ulong key)
    {
        var values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = (int)CounterRandom.Bits(key, (ulong)i, 16) - 32768;
        return values;
    }

    private static uint[] Codes(ScalarCodec codec, int count, ulong key) => [.. Enumerable.Range(0, count).Select(i =>
    {
        uint code = CounterRandom.Bits(key, (ulong)i, 8);
        return codec.Classify(code) == CodeClass.Finite ? code : 0;
    })];
}
