using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Mappers;

/// <summary>
/// Times the beginning of an operation under a mapping and extends it: what an estimate cannot see (rows that streams close on each other,
/// chunks that queue) shows after a few hundred steps. Only ranks mappings; the run of the chosen one can go on to the end.
/// </summary>
internal sealed class Trial : IDisposable
{
    /// <summary>Steps of the trial: several rounds through all buffers, well under a millisecond to time.</summary>
    private const int Length = 320;

    private readonly Lowered lowered;
    private readonly Operation operation;
    private readonly IEnumerator<Model.Steps.Step> stream;
    private readonly FastRun run;

    /// <summary>Times the beginning of one shape.</summary>
    public Trial(Machine machine, Operation operation, int shape, Mapping mapping)
    {
        Mapping = mapping;
        this.operation = Alone(operation, shape);
        lowered = Lowering.Lower(machine, this.operation, [mapping]);
        stream = lowered.Stream.GetEnumerator();
        run = new FastRun(machine, lowered.Tokens, stream);
        Cycles = Extended();
    }

    public Mapping Mapping { get; }

    /// <summary>Cycles of the shape: exact when it has no more steps than the trial, else extended at the rate of the trial's second half.</summary>
    public double Cycles { get; }

    /// <summary>Runs the rest: the counters of the shape as if it had been run at once (shortcut S7).</summary>
    public OperationCounters Complete() => run.Run();

    public void Dispose() => stream.Dispose();

    private double Extended()
    {
        (double early, double earlyCycles) = Progress(Length / 2);
        if (early >= 1) return earlyCycles;
        (double late, double lateCycles) = Progress(Length);
        return late >= 1 ? lateCycles : lateCycles + (1 - late) * (lateCycles - earlyCycles) / (late - early);
    }

    /// <summary>Share of the work in the first steps, and the cycles that they take alone.</summary>
    private (double Share, double Cycles) Progress(int steps)
    {
        bool whole = run.RunTo(steps);
        double done = operation is VectorOperation ? run.Counters.SharedWriteBytes - run.Counters.DramReadBytes : run.Counters.IssuedMacs;
        return (whole ? 1 : done / Work(operation), run.CyclesSoFar());
    }

    /// <summary>The whole, in the unit in which progress is counted; masked attention issues a little more than its MACs.</summary>
    private static double Work(Operation operation) => operation switch
    {
        VectorOperation vector => vector.OutputBytes(vector.Rows, vector.Cols),
        _ => operation.Macs,
    };

    private static Operation Alone(Operation operation, int shape) => operation switch
    {
        GemmOperation gemm when gemm.Shapes.Length > 1 => gemm with { Shapes = [gemm.Shapes[shape]] },
        AttentionOperation attention when attention.Shapes.Length > 1 => attention with { Shapes = [attention.Shapes[shape]] },
        _ => operation,
    };
}
