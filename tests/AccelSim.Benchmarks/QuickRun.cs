using System.Globalization;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Workloads;

namespace AccelSim.Benchmarks;

/// <summary>Everything once, by stopwatch: <c>--cli DLL --aot FILE --out DIR [--note TEXT] [--skip-reference] [--only-numerics]</c>.</summary>
internal static class QuickRun
{
    private const int Starts = 21;

    public static int Run(string[] arguments)
    {
        string Option(string name) => arguments.SkipWhile(a => a != name).Skip(1).FirstOrDefault() ?? "";
        string directory = Option("--out"), note = Option("--note");
        List<Measurement> numerics = NumericsRun.All(Option("--cli"));
        foreach (Measurement m in numerics) Console.WriteLine(BenchReport.Line(m));
        if (directory.Length > 0) BenchReport.Write(directory, "numerics", "The functional path: speed", numerics, note);
        if (arguments.Contains("--only-numerics")) return 0;
        var found = new List<Measurement>();
        var points = new Points();
        Steps(found, "decode step, batch 32, context 32k", points, points.Decode(), 10);
        Steps(found, "prefill of 8k tokens", points, points.Prefill(), 50);
        Cubes(found, points);
        Engines(found, points, arguments.Contains("--skip-reference"));
        if (Option("--cli") is { Length: > 0 } cli)
        {
            const string Remark = "a program that prints one line takes 40 ms here, most of the rest is the compilation of some 1350 methods; compiled ahead "
                + "(dotnet publish -r linux-x64 --self-contained false -p:PublishAot=false -p:PublishReadyToRun=true) it takes two thirds, and the native build is the one to start ten thousand times";
            Start(found, "start-up, dotnet AccelSim.Cli.dll list machines", 150, Remark, "dotnet", cli, "list", "machines");
            Quickstart(found, cli);
        }
        if (Option("--aot") is { Length: > 0 } aot) Start(found, "start-up, native AccelSim.Cli list machines", 20, "", aot, "list", "machines");
        foreach (Measurement m in found) Console.WriteLine(BenchReport.Line(m));
        if (directory.Length > 0) BenchReport.Write(directory, "first-light", "First light: speed and memory", found, note);
        return 0;
    }

    private static void Steps(List<Measurement> found, string name, Points points, IReadOnlyList<Workload> workloads, double target)
    {
        // Once unmeasured, so that the figures are those of compiled code; simulators remember nothing from one point to the next.
        foreach (Workload workload in workloads) points.Evaluate(workload);
        (double Wall, double Processor)[] times = [.. workloads.Select(w => Stopwatches.Of(() => points.Evaluate(w)))];
        found.Add(new Measurement(name, Stopwatches.Median(times.Select(t => t.Wall)), "ms", target, false, Stopwatches.Median(times.Select(t => t.Processor)),
            string.Create(CultureInfo.InvariantCulture, $"Llama-3.1-8B, W(SQ)A4, BF16 KV, sq-next; median over {times.Length} distinct points, each with a new Simulator, mapping included, one thread, after as many unmeasured")));
    }

    /// <summary>GEMM cubes on textbook arrays, mapping included: what a larger problem costs.</summary>
    private static void Cubes(List<Measurement> found, Points points)
    {
        foreach ((int cores, int array, long side, double? target) in
            new (int, int, long, double?)[] { (1, 16, 256, 5), (1, 16, 1024, null), (1, 16, 4096, 20), (4, 128, 1024, 5.5), (4, 128, 4096, null) })
        {
            Machine machine = points.Array(cores, array);
            (double Wall, double Processor)[] times =
                [.. Enumerable.Range(0, Points.Count).Select(_ => Stopwatches.Of(() => new Simulator(machine).Run(Points.Cube(side))))];
            found.Add(new Measurement($"GEMM cube of {side}, {cores} x ({array} x {array})", Stopwatches.Median(times.Select(t => t.Wall)), "ms", target, false,
                Stopwatches.Median(times.Select(t => t.Processor)), "int8, systolic-32x32 with that array, mapping included, a new Simulator each; median of 50 runs"));
        }
    }

    private static void Engines(List<Measurement> found, Points points, bool skipReference)
    {
        Lowered Lower() => new Simulator(points.Machine).Lower(Points.Cube());
        const string How = "GEMM of 4096 x 4096 x 4096, int8, sq-next, mapping excluded";
        (double Wall, double Processor)[] fast = [.. Enumerable.Range(0, Points.Count).Select(_ =>
        {
            Lowered lowered = Lower();
            return Stopwatches.Of(() => FastEngine.Run(points.Machine, lowered.Tokens, lowered.Stream));
        })];
        double quick = Stopwatches.Median(fast.Select(f => f.Wall)), own = Stopwatches.Median(fast.Select(f => f.Processor));
        found.Add(new Measurement("fast engine, cube of 4096", quick, "ms", null, false, own, How + "; median of 50 runs"));
        if (skipReference) return;
        Lowered slow = Lower();
        long ticks = 0;
        OperationCounters? counters = null;
        (double wall, double processor) = Stopwatches.Of(() => counters = ReferenceEngine.Run(points.Machine, slow.Tokens, slow.Stream, out ticks));
        found.Add(new Measurement("reference engine, cube of 4096", wall / 1e3, "s", null, false, processor / 1e3,
            string.Create(CultureInfo.InvariantCulture, $"{How}; one run, {counters!.Cycles} cycles, {ticks} component-ticks")));
        found.Add(new Measurement("reference engine, component-ticks per second", ticks / processor / 1e3, "million/s", 20, true, null, "component-ticks over processor time of that run"));
        found.Add(new Measurement("fast against reference", processor / own, "times", 1000, true, null, "processor time of both"));
    }

    private static void Start(List<Measurement> found, string name, double target, string remark, string file, params string[] arguments)
    {
        (double Wall, double Processor, long PeakBytes)[] runs = [.. Enumerable.Range(0, Starts).Select(_ => Stopwatches.OfProcess(file, arguments))];
        found.Add(new Measurement(name, Stopwatches.Median(runs.Select(r => r.Wall)), "ms", target, false, Stopwatches.Median(runs.Select(r => r.Processor)),
            string.Create(CultureInfo.InvariantCulture, $"whole process; median of {Starts} runs"))
        { Remark = remark });
    }

    private static void Quickstart(List<Measurement> found, string cli)
    {
        string directory = Directory.CreateTempSubdirectory("accelsim-bench").FullName;
        try
        {
            const string How = "accelsim sweep quickstart --jobs 2 --fresh";
            (double wall, double processor, long peak) = Stopwatches.OfProcess("dotnet", cli, "sweep", "quickstart", "--jobs", "2", "--fresh", "--out", directory);
            // Two threads share the work, so alone on two cores it takes at best half the processor time.
            found.Add(new Measurement("quickstart sweep", wall / 1e3, "s", 10, false, processor / 2e3, How + "; processor time halved, for two cores"));
            found.Add(new Measurement("quickstart sweep, peak memory", peak / 1e6, "MB", 300, false, null, How + "; peak resident set"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
