using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Mappers;

/// <summary>
/// Times the beginning of an operation under a mapping and extends it: what an estimate cannot see (rows that streams close on each other,
/// chunks that queue) shows after a few hundred steps. Only ranks mappings; the chosen one is then timed whole.
/// </summary>
internal static class Trial
{
    /// <summary>Steps of the trial: several rounds through all buffers, well under a millisecond to time.</summary>
    private const int Length = 320;

    /// <summary>Cycles of one shape: exact when it has no more steps than the trial, else extended at the rate of the trial's second half.</summary>
    public static double Cycles(Machine machine, Operation operation, int shape, Mapping mapping)
    {
        Operation alone = Alone(operation, shape);
        (double early, double earlyCycles) = Progress(machine, alone, mapping, Length / 2);
        if (early >= 1) return earlyCycles;
        (double late, double lateCycles) = Progress(machine, alone, mapping, Length);
        return late >= 1 ? lateCycles : lateCycles + (1 - late) * (lateCycles - earlyCycles) / (late - early);
    }

    /// <summary>Share of the work in the first steps, and the cycles that they take.</summary>
    private static (double Share, double Cycles) Progress(Machine machine, Operation operation, Mapping mapping, int steps)
    {
        Lowered lowered = Lowering.Lower(machine, operation, [mapping]);
        bool cut = false;
        IEnumerable<Step> Beginning()
        {
            int left = steps;
            foreach (Step step in lowered.Stream)
            {
                if (left-- == 0)
                {
                    cut = true;
                    yield break;
                }
                yield return step;
            }
        }

        OperationCounters counters = FastEngine.Run(machine, lowered.Tokens, Beginning());
        if (!cut) return (1, counters.Cycles);
        double done = operation is VectorOperation ? counters.DramWriteBytes : counters.IssuedMacs;
        return (done / Work(operation), counters.Cycles);
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
