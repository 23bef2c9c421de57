using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>Counts of steps that need no times: bytes, MACs and tokens, taken as each step leaves the stream.</summary>
internal sealed class StepCounts(IReadOnlyList<TokenTiming> table, bool multicast)
{
    /// <summary>What has been counted; the times are filled in at the end of a run.</summary>
    public OperationCounters Counters { get; } = new();

    /// <summary>Tensor steps among the steps.</summary>
    public long TensorSteps { get; private set; }

    public void Add(in Step step)
    {
        OperationCounters counters = Counters;
        counters.Steps++;
        switch (step.Kind)
        {
            case StepKind.Load:
                if (!step.FromSharedBuffer)
                {
                    counters.DramReadBytes += step.Bytes;
                    counters.SharedWriteBytes += step.Bytes;
                }
                if (step.StopsAtSharedBuffer) break;
                counters.SharedReadBytes += multicast ? step.Bytes : Math.Max(step.Bytes, step.BytesAllCores);
                counters.NetworkBytes += step.BytesAllCores;
                counters.ScratchpadWriteBytes += step.BytesAllCores;
                break;
            case StepKind.Tensor:
                TensorSteps++;
                counters.Tokens += step.Tokens;
                counters.IssuedMacs += step.Macs;
                counters.ScratchpadReadBytes += table[step.Token].FetchBytes * step.Tokens * step.ActiveCores;
                counters.SumReadBytes += step.SumReadBytes;
                counters.SumWriteBytes += step.SumWriteBytes;
                break;
            case StepKind.Vector:
                counters.VectorBusyCycles += step.Cycles;
                break;
            case StepKind.Exchange:
                counters.NetworkBytes += step.BytesAllCores;
                counters.ScratchpadReadBytes += step.BytesAllCores;
                counters.ScratchpadWriteBytes += step.BytesAllCores;
                break;
            case StepKind.Store:
                counters.SharedWriteBytes += step.Bytes;
                counters.NetworkBytes += step.BytesAllCores;
                counters.ScratchpadReadBytes += step.BytesAllCores;
                if (step.StopsAtSharedBuffer) break;
                counters.DramWriteBytes += step.Bytes;
                counters.SharedReadBytes += step.Bytes;
                break;
        }
    }
}
