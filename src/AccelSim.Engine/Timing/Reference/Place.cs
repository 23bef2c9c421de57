namespace AccelSim.Engine.Timing.Reference;

/// <summary>One stay of an item at a <see cref="Place{T}"/>: it may start at <see cref="From"/> and lasts <paramref name="busy"/> cycles.</summary>
internal sealed class Visit<T>(T item, long busy)
{
    public T Item => item;

    /// <summary>At least 1.</summary>
    public long Busy => busy;

    public long From { get; set; } = StepState.Never;
}

/// <summary>A port or link: serves one item at a time, strictly in the order in which they were queued.</summary>
internal sealed class Place<T>(Horizon horizon, Action<T, long, long>? observer = null)
    where T : class
{
    private readonly Queue<Visit<T>> queue = new();
    private Visit<T>? serving;
    private long end;

    public void Enqueue(Visit<T> visit) => queue.Enqueue(visit);

    /// <summary>The item whose service ends at this cycle, if any.</summary>
    public T? Finish(long cycle)
    {
        if (serving is null || end != cycle) return null;
        T item = serving.Item;
        serving = null;
        return item;
    }

    public void Start(long cycle)
    {
        if (serving is not null || !queue.TryPeek(out Visit<T>? head) || head.From > cycle) return;
        serving = queue.Dequeue();
        end = cycle + serving.Busy;
        observer?.Invoke(serving.Item, cycle, end);
        horizon.Expect(end);
    }

    public override string ToString() => serving is null ? $"idle, {queue.Count} queued" : $"busy until {end}, {queue.Count} queued";
}
