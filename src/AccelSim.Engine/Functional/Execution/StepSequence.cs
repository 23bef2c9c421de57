using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// The steps of a stream in an order that their waits permit: the stream's own, or one of the many that the four queues of docs/ENGINE.md may take.
/// A step counts as done, signals included, before the next begins.
/// </summary>
internal static class StepSequence
{
    private const int Queues = 4;

    /// <param name="stream">Steps in stream order.</param>
    /// <param name="seed">Null for stream order; else which interleaving of the queues.</param>
    /// <exception cref="ScheduleException">A step waits for a signal that no step before it gives.</exception>
    public static IEnumerable<Step> Of(IEnumerable<Step> stream, ulong? seed) => seed is { } key ? Interleaved(stream, key) : InOrder(stream);

    private static IEnumerable<Step> InOrder(IEnumerable<Step> stream)
    {
        var signals = new int[Registers.Count];
        long index = 0;
        foreach (Step step in stream)
        {
            if (Blocking(step, signals) is { IsNone: false } wait)
                throw new ScheduleException($"step {index} ({step.Kind} {step.Work}) waits for signal {wait.Version} of register {wait.Register}, which has had {signals[wait.Register]}");
            yield return step;
            Signal(step, signals);
            index++;
        }
    }

    private static IEnumerable<Step> Interleaved(IEnumerable<Step> stream, ulong key)
    {
        var queues = new Queue<Step>[Queues];
        for (int q = 0; q < Queues; q++) queues[q] = new Queue<Step>();
        foreach (Step step in stream) queues[QueueOf(step.Kind)].Enqueue(step);
        var signals = new int[Registers.Count];
        for (ulong turn = 0; queues.Any(q => q.Count > 0); turn++)
        {
            int first = (int)CounterRandom.Bits(key, turn, 2);
            int ready = -1;
            for (int i = 0; i < Queues && ready < 0; i++)
            {
                int q = (first + i) % Queues;
                if (queues[q].TryPeek(out Step head) && Blocking(head, signals).IsNone) ready = q;
            }
            if (ready < 0)
                throw new ScheduleException("no queue has a step that can start: " + string.Join("; ", queues.Where(q => q.Count > 0).Select(q => $"{q.Peek().Kind} {q.Peek().Work}")));
            Step step = queues[ready].Dequeue();
            yield return step;
            Signal(step, signals);
        }
    }

    private static int QueueOf(StepKind kind) => kind switch
    {
        StepKind.Load => 0,
        StepKind.Tensor => 1,
        StepKind.Vector => 2,
        _ => 3,
    };

    private static Wait Blocking(in Step step, int[] signals)
    {
        if (Waits(step.Wait0, signals)) return step.Wait0;
        if (Waits(step.Wait1, signals)) return step.Wait1;
        if (Waits(step.Wait2, signals)) return step.Wait2;
        return Waits(step.Wait3, signals) ? step.Wait3 : Wait.None;
    }

    private static bool Waits(Wait wait, int[] signals) => !wait.IsNone && signals[wait.Register] < wait.Version;

    private static void Signal(in Step step, int[] signals)
    {
        if (step.Early0 >= 0) signals[step.Early0]++;
        if (step.Early1 >= 0) signals[step.Early1]++;
        if (step.Done0 >= 0) signals[step.Done0]++;
        if (step.Done1 >= 0) signals[step.Done1]++;
    }
}
