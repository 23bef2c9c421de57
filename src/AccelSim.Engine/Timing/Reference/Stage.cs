namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// One stage of the tensor pipeline. Later stages free the slots of earlier ones: a slot freed by a start in cycle t is usable from
/// t + 1, so earlier stages read <see cref="StartedBefore"/>, the starts before the current cycle.
/// </summary>
internal sealed class Stage(TimingLane lane, ITimingObserver? observer)
{
    private readonly Queue<Token> queue = new();

    /// <summary>Tokens started so far.</summary>
    public long Started { get; private set; }

    /// <summary>Tokens started before the current cycle.</summary>
    public long StartedBefore { get; private set; }

    /// <summary>The token it serves or served last.</summary>
    public Token? Latest { get; private set; }

    /// <summary>End of the latest service.</summary>
    public long End { get; private set; }

    public void Latch() => StartedBefore = Started;

    public void Enqueue(Token token) => queue.Enqueue(token);

    /// <summary>The next token it is to serve, already fetched or being fetched; null when there is none.</summary>
    public Token? Head => queue.TryPeek(out Token? head) ? head : null;

    /// <summary>The next token, unless a token is being served.</summary>
    public Token? HeadIfFree(long cycle) => cycle < End ? null : Head;

    public void Begin(Token token, long cycle, long service)
    {
        queue.TryDequeue(out _);
        Latest = token;
        Started++;
        End = cycle + service;
        observer?.Busy(lane, cycle, End, token.Step.Index);
    }

    public bool IsBusy(long cycle) => cycle < End;

    public override string ToString() => $"{Started} started, busy until {End}, {queue.Count} queued";
}
