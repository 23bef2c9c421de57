namespace AccelSim.Engine.Dram;

/// <summary>
/// Runs a stream like <see cref="ChannelController"/>, whose counters it gives exactly, but simulates no unit of it twice: where the complete state,
/// relative to time and place, has been met before, what follows is known. Refresh deadlines are kept apart: a unit that ends before the next one is
/// known for all of them; one that meets a deadline is known for equal distances to it.
/// </summary>
public sealed class StreamEngine
{
    private const int MostStates = 20_000;
    private readonly ChannelController controller;
    private readonly StreamShape? shape;
    private readonly StreamSource source;
    private readonly int pseudos;
    private readonly Dictionary<long[], int> ids = new(new ByContent());
    private readonly List<long[]> states = [];
    private readonly List<StreamSegment?> calm = [];
    private readonly Dictionary<long[], StreamSegment> refreshing = new(new ByContent());
    private readonly DramCounters total = new();
    private readonly long[] taken, due;
    private long now;

    public StreamEngine(CommandTable table, DramOptions options, StreamSource source)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        controller = new ChannelController(table, options, source);
        shape = StreamShape.Of(table.Timing, options, source);
        (this.source, pseudos) = (source, table.PseudoChannels);
        (taken, due) = (new long[pseudos], new long[pseudos]);
    }

    /// <summary>Units that were simulated, for tests and benchmarks.</summary>
    public long Simulated { get; private set; }

    /// <summary>Units that were known.</summary>
    public long Known { get; private set; }

    /// <summary>Serves everything.</summary>
    public DramCounters Run()
    {
        if (shape is not null && source.Count(0) > 2 * shape.Unit) Units(shape);
        total.Add(controller.Run());
        foreach (StreamSegment? segment in calm.Concat(refreshing.Values))
            if (segment is { Uses: > 0 }) segment.Counted.AddTo(total, segment.Uses);
        return total;
    }

    /// <summary>Goes on unit by unit while every pseudo-channel has requests left.</summary>
    private void Units(StreamShape shape)
    {
        int state = -1;
        bool isReal = true;
        while (ids.Count < MostStates)
        {
            if (state >= 0 && Find(state) is { } known)
            {
                known.Uses++;
                Known++;
                now += known.Clocks;
                for (int p = 0; p < pseudos; p++) (taken[p], due[p]) = (taken[p] + known.Taken[p], due[p] + known.Due[p]);
                (state, isReal) = (known.Next, false);
                continue;
            }
            if (!isReal) controller.Restore(states[state], shape, now, taken, due);
            isReal = true;
            int before = state;
            long start = controller.Now;
            for (int p = 0; p < pseudos; p++) (taken[p], due[p]) = (controller.Taken(p), controller.Due(p));
            long[] key = Key(before, start);
            total.Add(controller.TakeCounters());
            if (!SimulateUnit(shape)) return;
            Simulated++;
            DramCounters counted = controller.TakeCounters();
            total.Add(counted);
            long[]? after = controller.Capture(shape);
            state = after is null ? -1 : Id(after);
            now = controller.Now;
            bool isCalm = true, sameBlock = true;
            var entered = new long[pseudos];
            var moved = new long[pseudos];
            for (int p = 0; p < pseudos; p++)
            {
                (entered[p], moved[p]) = (controller.Taken(p) - taken[p], controller.Due(p) - due[p]);
                isCalm &= due[p] >= now;
                sameBlock &= controller.Taken(p) / shape.Block == taken[p] / shape.Block;
                (taken[p], due[p]) = (controller.Taken(p), controller.Due(p));
            }
            if (before < 0 || state < 0 || !sameBlock) continue;
            var segment = new StreamSegment(now - start, state, entered, moved, new StreamCounts(counted));
            if (isCalm) calm[before] ??= segment;
            else refreshing.TryAdd(key, segment);
        }
        if (!isReal) controller.Restore(states[state], shape, now, taken, due);
    }

    /// <summary>Simulates until the first pseudo-channel enters its next unit; false where a line has come to its end first.</summary>
    private bool SimulateUnit(StreamShape shape)
    {
        long unit = controller.Taken(0) / shape.Unit;
        do
        {
            for (int p = 0; p < pseudos; p++)
                if (controller.Taken(p) >= source.Count(p)) return false;
            controller.Step();
        }
        while (controller.Taken(0) / shape.Unit == unit);
        return true;
    }

    private StreamSegment? Find(int state)
    {
        StreamSegment? segment = calm[state];
        for (int p = 0; p < pseudos && segment is not null; p++)
            segment = due[p] < now + segment.Clocks ? null : segment;
        segment ??= refreshing.GetValueOrDefault(Key(state, now));
        if (segment is null) return null;
        for (int p = 0; p < pseudos; p++)
        {
            long after = taken[p] + segment.Taken[p];
            if (after >= source.Count(p) || after / shape!.Block != taken[p] / shape.Block) return null;
        }
        return segment;
    }

    private long[] Key(int state, long time)
    {
        var key = new long[pseudos + 1];
        key[0] = state;
        for (int p = 0; p < pseudos; p++) key[p + 1] = due[p] - time;
        return key;
    }

    private int Id(long[] state)
    {
        if (ids.TryGetValue(state, out int id)) return id;
        ids.Add(state, states.Count);
        states.Add(state);
        calm.Add(null);
        return states.Count - 1;
    }

    private sealed class ByContent : IEqualityComparer<long[]>
    {
        public bool Equals(long[]? a, long[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(long[] state)
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(state));
            return hash.ToHashCode();
        }
    }
}
