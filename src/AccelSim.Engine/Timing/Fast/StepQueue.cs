using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>Steps of one queue with their numbers in the stream, in a ring: a step is large and is read where it lies.</summary>
internal sealed class StepQueue
{
    private const int Least = 8;

    private (long Number, Step Step)[] ring = new (long, Step)[Least];
    private int first;

    public StepQueue()
    {
    }

    public StepQueue(StepQueue other) => (ring, first, Count) = ((ValueTuple<long, Step>[])other.ring.Clone(), other.first, other.Count);

    public int Count { get; private set; }

    /// <summary>The oldest step; stays readable after its removal until the next is added.</summary>
    public ref readonly Step Head => ref ring[first].Step;

    public long HeadNumber => ring[first].Number;

    public void Add(long number, in Step step)
    {
        if (Count == ring.Length) Grow();
        ref (long Number, Step Step) place = ref ring[(first + Count) & (ring.Length - 1)];
        place.Number = number;
        place.Step = step;
        Count++;
    }

    public void RemoveHead()
    {
        first = (first + 1) & (ring.Length - 1);
        Count--;
    }

    private void Grow()
    {
        var wider = new (long, Step)[ring.Length * 2];
        Array.Copy(ring, first, wider, 0, ring.Length - first);
        Array.Copy(ring, 0, wider, ring.Length - first, first);
        (ring, first) = (wider, 0);
    }
}
