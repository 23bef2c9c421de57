using AccelSim.Model.Steps;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>The heads of its queues: tensor, vector and up steps are timed once their waits are signalled, stores when they enter DRAM.</summary>
internal sealed partial class FastRun
{
    private bool AdvanceTensor()
    {
        if (tensors.Count == 0) return false;
        ref readonly Step head = ref tensors.Head;
        WaitTimes waits = new() { Ready = launch };
        if (!registers.Resolve(head, ref waits)) return false;
        long number = tensors.HeadNumber;
        tensors.RemoveHead();
        // An earlier vector step that is still untimed may turn out to have been busy while this step stalls.
        bool vectorPending = vectors.Count > 0 && vectors.HeadNumber < number;
        if (!vectorPending && labels.KeepStalls) labels.ForgetStalls();
        labels.KeepStalls = vectorPending;
        pipeline.Step = number;
        // An observer hears of every token, so none is skipped.
        long done = pipeline.Run(table[head.Token], head.Tokens, waits, !vectorPending && observer is null);
        observer?.Complete(StepKind.Tensor, number, done);
        var read = new WaitTimes { Ready = pipeline.OperandsRead };
        registers.Signal(head.Early0, read);
        registers.Signal(head.Early1, read);
        var result = new WaitTimes { Ready = done };
        registers.Signal(head.Done0, result);
        registers.Signal(head.Done1, result);
        End(done);
        return true;
    }

    private bool AdvanceVector()
    {
        if (vectors.Count == 0) return false;
        ref readonly Step head = ref vectors.Head;
        WaitTimes waits = new() { Ready = launch };
        if (!registers.Resolve(head, ref waits)) return false;
        long number = vectors.HeadNumber;
        vectors.RemoveHead();
        long start = Math.Max(waits.Ready, vectorEnd);
        vectorEnd = start + head.Cycles;
        long done = vectorEnd + machine.VectorUnit.Latency;
        observer?.Busy(TimingLane.Vector, start, vectorEnd, number);
        observer?.Complete(StepKind.Vector, number, done);
        labels.AddVector(start, vectorEnd, waits);
        if (table.Count == 0) labels.LabelVectors(launch);
        var signal = new WaitTimes { Ready = done, Write = waits.Write };
        registers.Signal(head.Done0, signal);
        registers.Signal(head.Done1, signal);
        results = Math.Max(results, done);
        End(done);
        return true;
    }

    private bool AdvanceUp()
    {
        if (ups.Count == 0) return false;
        ref readonly Step head = ref ups.Head;
        WaitTimes waits = new() { Ready = launch };
        if (!registers.Resolve(head, ref waits)) return false;
        long number = ups.HeadNumber;
        ups.RemoveHead();
        long sending = Math.Max(waits.Ready, upLinkEnd);
        upLinkEnd = sending + network.UpCycles(head);
        observer?.Busy(TimingLane.LinkUp, sending, upLinkEnd, number);
        long arrival = upLinkEnd + network.Latency;
        if (head.Kind == StepKind.Exchange)
        {
            registers.Signal(head.Done0, new WaitTimes { Ready = arrival });
            registers.Signal(head.Done1, new WaitTimes { Ready = arrival });
            results = Math.Max(results, arrival);
            End(arrival);
            observer?.Complete(StepKind.Exchange, number, arrival);
            return true;
        }
        long leaving = Math.Max(arrival, upPortEnd);
        upPortEnd = leaving + Ceiling(head.Bytes, machine.SharedBuffer.PortBytesPerCycle);
        observer?.Busy(TimingLane.PortUp, leaving, upPortEnd, number);
        if (head.StopsAtSharedBuffer)
        {
            CompleteStore(head, number, upPortEnd);
            return true;
        }
        stores.Add(number, head);
        storeTimes.Enqueue(upPortEnd);
        return true;
    }

    private void FinishStore()
    {
        long number = stores.HeadNumber;
        ref readonly Step step = ref stores.Head;
        stores.RemoveHead();
        memory.Step = number;
        int chunks = memory.Transfer(step.Address, step.Bytes, true, storeTimes.Dequeue(), ref storeChunks);
        long done = 0;
        for (int c = 0; c < chunks; c++) done = Math.Max(done, storeChunks[c]);
        CompleteStore(step, number, done);
    }

    private void CompleteStore(in Step step, long number, long done)
    {
        observer?.Complete(StepKind.Store, number, done);
        var signal = new WaitTimes { Ready = done, Write = done };
        registers.Signal(step.Done0, signal);
        registers.Signal(step.Done1, signal);
        stored = Math.Max(stored, done);
        End(done);
    }
}
