using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Mappers;

/// <summary>
/// Times the beginning of an operation under a mapping and extends it: what an estimate cannot see (rows that streams close on each other,
/// chunks that queue) shows after a few hundred steps. Only ranks mappings; the run of the chosen one can go on to the end.
/// </summary>
internal sealed class Trial : IDisposable
{
    /// <summary>What comes first, while buffers fill, is this part of the steps and tells little about the rest.</summary>
    private const int EarlyPart = 4;

    private readonly Lowered lowered;
    private readonly Operation operation;
    private readonly IEnumerator<Model.Steps.Step> stream;
    private readonly FastRun run;
    private readonly double work;
    private double lastShare, lastCycles;
    private bool isWhole;

    /// <summary>Times the first <paramref name="steps"/> of one shape.</summary>
    public Trial(Machine machine, Operation operation, int shape, Entrant entrant, int steps)
    {
        Entrant = entrant;
        this.operation = Alone(operation, shape);
        // Progress is that of the lead core: cores that have nothing left under a causal mask do not slow it down.
        work = operation switch
        {
            VectorOperation vector => vector.OutputBytes(vector.Rows, vector.Cols),
            AttentionOperation => 2 * entrant.Steps,
            _ => entrant.Steps,
        };
        lowered = Lowering.Lower(machine, this.operation, [entrant.Mapping]);
        stream = lowered.Stream.GetEnumerator();
        run = new FastRun(machine, lowered.Tokens, stream);
        Go(steps / EarlyPart);
        Go(steps);
    }

    public Entrant Entrant { get; }

    /// <summary>Cycles of the shape: exact when it has no more steps than were run, else extended at the rate since the stop before.</summary>
    public double Cycles { get; private set; }

    /// <summary>Goes on to the first <paramref name="steps"/>, more than before.</summary>
    public void Go(int steps)
    {
        if (isWhole) return;
        (double share, double cycles) = Progress(steps);
        Cycles = isWhole ? cycles : share > lastShare ? cycles + (1 - share) * (cycles - lastCycles) / (share - lastShare) : double.PositiveInfinity;
        (lastShare, lastCycles) = (share, cycles);
    }

    /// <summary>Runs the rest: the counters of the shape as if it had been run at once (shortcut S7).</summary>
    public OperationCounters Complete() => run.Run();

    public void Dispose() => stream.Dispose();

    /// <summary>Share of the work in the first steps, and the cycles that they take alone.</summary>
    private (double Share, double Cycles) Progress(int steps)
    {
        isWhole = run.RunTo(steps);
        double done = operation is VectorOperation ? run.Counters.SharedWriteBytes - run.Counters.DramReadBytes : run.TensorSteps;
        return (isWhole ? 1 : done / work, run.CyclesSoFar());
    }

    private static Operation Alone(Operation operation, int shape) => operation switch
    {
        GemmOperation gemm when gemm.Shapes.Length > 1 => gemm with { Shapes = [gemm.Shapes[shape]] },
        AttentionOperation attention when attention.Shapes.Length > 1 => attention with { Shapes = [attention.Shapes[shape]] },
        _ => operation,
    };
}
