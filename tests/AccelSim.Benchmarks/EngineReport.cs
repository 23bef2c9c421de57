using System.Globalization;
using System.Text;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Benchmarks;

/// <summary>Speed of the timing engines as a page: <c>--engine DIR [--note TEXT]</c>. All times are processor time of one thread, medians.</summary>
internal static class EngineReport
{
    private const int Runs = 31;

    /// <summary>Asked for: a product of 64 times the work costs at most so many times more.</summary>
    private const double MostGrowth = 4;

    public static int Run(string[] arguments)
    {
        string Option(string name) => arguments.SkipWhile(a => a != name).Skip(1).FirstOrDefault() ?? "";
        var points = new Points();
        var page = new StringBuilder("# Speed of the timing engines\n\nMade by `scripts/results/engine.sh`. Times are processor time of one thread, ")
            .Append(CultureInfo.InvariantCulture, $"medians over {Runs} runs (50 points for the steps) after as many unmeasured ones. They depend on the machine and its load; the counts do not.\n\n")
            .Append(CultureInfo.InvariantCulture, $"Processor: {BenchReport.Processor()}, {Environment.ProcessorCount} logical cores; {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}.\n");
        if (Option("--note") is { Length: > 0 } note) page.Append(note).Append('\n');
        Steps(page, points);
        Growth(page, points);
        Ratios(page, points);
        string directory = Option("--engine");
        if (directory.Length == 0) Console.Write(page);
        else File.WriteAllText(Path.Combine(directory, "README.md"), page.ToString());
        return 0;
    }

    private static void Steps(StringBuilder page, Points points)
    {
        page.Append("\n## Design points\n\nLlama-3.1-8B, W(SQ)A4, BF16 KV on sq-next: distinct points, each with a new simulator, from the expansion of the step to its judged metrics, mapping included.\n\n")
            .Append("| step | per point | points per second and core | asked for |\n|---|--:|--:|--:|\n");
        foreach ((string name, IReadOnlyList<Model.Workloads.Workload> workloads, int asked) in
            new[] { ("decode, batch 32, context 32k", points.Decode(), 100), ("prefill, 8k tokens", points.Prefill(), 20) })
        {
            foreach (Model.Workloads.Workload workload in workloads) points.Evaluate(workload);
            double median = Stopwatches.Median(workloads.Select(w => Stopwatches.Of(() => points.Evaluate(w)).Processor));
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {median:F2} ms | {1000 / median:F0} | {asked} |\n");
        }
    }

    private static void Growth(StringBuilder page, Points points)
    {
        page.Append("\n## What a larger product costs\n\nINT8 cubes on systolic-32x32 with another array; mapping included, a new simulator each. ")
            .Append(CultureInfo.InvariantCulture, $"Growth is the cost over that of the cube in the line above, whose work is 64 times smaller; asked for: at most {MostGrowth:F0}.\n\n")
            .Append("| machine | cube | steps | simulated cycles | cost | of which search | growth |\n|---|--:|--:|--:|--:|--:|--:|\n");
        foreach ((int cores, int array, long[] sides) in new (int, int, long[])[] { (1, 16, [64, 256, 1024, 4096]), (1, 32, [64, 256, 1024, 4096]), (4, 128, [256, 1024, 4096]) })
        {
            Machine machine = points.Array(cores, array);
            double before = 0;
            foreach (long side in sides)
            {
                GemmOperation cube = Points.Cube(side);
                OperationCounters counters = new Simulator(machine).Run(cube).Counters;
                double cost = Median(() => new Simulator(machine).Run(cube)), map = Median(() => new Mapper(machine).Map(cube));
                page.Append(CultureInfo.InvariantCulture, $"| {cores} x ({array} x {array}) | {side} | {counters.Steps} | {counters.Cycles} | {cost:F3} ms | {map:F3} ms | ")
                    .Append(CultureInfo.InvariantCulture, $"{(before > 0 ? (cost / before).ToString("F1", CultureInfo.InvariantCulture) : "")} |\n");
                before = cost;
            }
        }
        page.Append("\nA cost has a part for the search (hundreds of candidates ranked in closed form, the best twelve timed for 160 steps, the best four for 640; measured apart from the cost, so that noise may put it above) and a part for the steps of the chosen mapping; the run of the best trial goes on ")
            .Append("(docs/SHORTCUTS.md, S7), so the search column contains the first 640 steps. Where growth exceeds what was asked for, it is the number of steps that grows: 16 to 64 times with 64 times the work, ")
            .Append("at 0.2 to 0.4 microseconds each. Steps are not skipped: refreshes come at other moments of every tile, and each moves hits, misses and conflicts that both engines count exactly.\n");
    }

    private static void Ratios(StringBuilder page, Points points)
    {
        page.Append("\n## Fast against reference\n\nBoth engines on the same stream, mapping excluded, in one process one after the other; every counter equal. The reference runs once.\n\n")
            .Append("| machine | cube | cycles | fast | reference | ratio | reference, component-ticks per second |\n|---|--:|--:|--:|--:|--:|--:|\n");
        (string Name, Machine Machine, long Side)[] cases =
            [("1 x (16 x 16)", points.Array(1, 16), 128), ("1 x (32 x 32)", points.Array(1, 32), 256), ("4 x (128 x 128)", points.Array(4, 128), 1024), ("sq-next", points.Machine, 2048)];
        foreach ((string name, Machine machine, long side) in cases)
        {
            var mappings = new Mapper(machine).Map(Points.Cube(side));
            OperationCounters Fast()
            {
                Lowered lowered = Lowering.Lower(machine, Points.Cube(side), mappings);
                return FastEngine.Run(machine, lowered.Tokens, lowered.Stream);
            }
            double fast = Median(() => Fast());
            Lowered slow = Lowering.Lower(machine, Points.Cube(side), mappings);
            long ticks = 0;
            OperationCounters? counters = null;
            double reference = Stopwatches.Of(() => counters = ReferenceEngine.Run(machine, slow.Tokens, slow.Stream, out ticks)).Processor;
            if (!counters!.Equals(Fast())) throw new InvalidOperationException($"the engines differ on {name}, cube of {side}");
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {side} | {counters.Cycles} | {fast:F3} ms | {reference:F0} ms | {reference / fast:F0} | {ticks / reference / 1e3:F0} million |\n");
        }
    }

    private static double Median(Action action)
    {
        for (int i = 0; i < Runs; i++) action();
        return Stopwatches.Median(Enumerable.Range(0, Runs).Select(_ => Stopwatches.Of(action).Processor));
    }
}
