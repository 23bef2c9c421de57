using System.Globalization;

namespace AccelSim.Benchmarks;

/// <summary>Speeds of the DRAM engines by processor time of their thread, as CSV on standard output: <c>--quick-dram</c>; scripts/results/dram.sh keeps it.</summary>
internal static class DramQuickRun
{
    private static readonly string[] Standards = ["hbm3", "hbm4", "gddr6", "lpddr5", "ddr5"];

    public static int Run()
    {
        Console.WriteLine("standard,engine,requests,processor_s,million_requests_per_s,target");
        foreach (string standard in Standards)
        {
            var bench = new DramBenchmarks(standard);
            Report(standard, "stream, what repeats skipped", bench, 20_000_000, bench.Stream, 10);
            Report(standard, "stream, every command", bench, 4_000_000, bench.StreamByCommand, 2);
            Report(standard, "random, every command", bench, 2_000_000, bench.Random, 1);
        }
        return 0;
    }

    /// <summary>The least of three runs after one that warms up: other programs on the machine only add.</summary>
    private static void Report(string standard, string engine, DramBenchmarks bench, long requests, Func<long> run, double target)
    {
        bench.Requests = 100_000;
        run();
        bench.Requests = requests;
        double seconds = Enumerable.Range(0, 3).Min(_ => Stopwatches.Of(() => run()).Processor) * 1e-3;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{standard},\"{engine}\",{requests},{seconds:F2},{requests / seconds * 1e-6:F2},{target}"));
    }
}
