using AccelSim.Model.Steps;

namespace AccelSim.Tests.Engine.Timing.Reference;

/// <summary>Steps by hand.</summary>
internal static class Make
{
    /// <summary>A token that only fetches and multiplies.</summary>
    public static readonly TokenTiming Plain = new(
        Fetch: 1, Gather: 0, Dense: 1, DenseLatency: 1, Select: 0, Sparse: 0, SparseLatency: 0, Rescale: 0, RescaleLatency: 0,
        SparseQueue: 2, RescaleQueue: 2, FetchBytes: 8);

    public static Step Load(long address, long bytes, long perCore = 0) => Transfer(StepKind.Load, address, bytes, perCore);

    public static Step SharedLoad(long address, long bytes, long perCore = 0) => Load(address, bytes, perCore) with { FromSharedBuffer = true };

    public static Step Store(long address, long bytes, long perCore = 0) => Transfer(StepKind.Store, address, bytes, perCore);

    public static Step Exchange(long perCore) => Transfer(StepKind.Exchange, 0, 0, perCore);

    public static Step Vector(long cycles)
    {
        Step step = Step.Of(StepKind.Vector);
        step.Cycles = cycles;
        return step;
    }

    public static Step Tensor(long tokens, int token = 0)
    {
        Step step = Step.Of(StepKind.Tensor);
        (step.Tokens, step.Token, step.ActiveCores) = (tokens, token, 2);
        return step;
    }

    /// <summary>Waits for the n-th signal of a register, in the first free wait.</summary>
    public static Step After(this Step step, int register, int signals = 1)
    {
        var wait = new Wait((sbyte)register, signals);
        if (step.Wait0.IsNone) step.Wait0 = wait;
        else if (step.Wait1.IsNone) step.Wait1 = wait;
        else if (step.Wait2.IsNone) step.Wait2 = wait;
        else step.Wait3 = wait;
        return step;
    }

    public static Step Signals(this Step step, int register)
    {
        if (step.Done0 < 0) step.Done0 = (sbyte)register;
        else step.Done1 = (sbyte)register;
        return step;
    }

    public static Step SignalsEarly(this Step step, int register)
    {
        step.Early0 = (sbyte)register;
        return step;
    }

    private static Step Transfer(StepKind kind, long address, long bytes, long perCore)
    {
        Step step = Step.Of(kind);
        (step.Address, step.Bytes) = (address, bytes);
        step.BytesPerCore = perCore > 0 ? perCore : bytes;
        step.BytesAllCores = 2 * step.BytesPerCore;
        return step;
    }
}
