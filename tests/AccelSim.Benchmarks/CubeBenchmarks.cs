using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using BenchmarkDotNet.Attributes;

namespace AccelSim.Benchmarks;

/// <summary>The fast engine alone on a cube of 4096 on sq-next; the reference engine takes minutes and is measured once by <c>--quick</c>.</summary>
public class CubeBenchmarks
{
    private readonly Machine machine = new Points().Machine;
    private readonly Lowered lowered;

    public CubeBenchmarks() => lowered = new Simulator(machine).Lower(Points.Cube());

    [Benchmark]
    public long Fast() => FastEngine.Run(machine, lowered.Tokens, lowered.Stream).Cycles;
}
