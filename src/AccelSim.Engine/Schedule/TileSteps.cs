using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>The steps that lowerings share: what each waits for and signals is stated here once.</summary>
internal static class TileSteps
{
    /// <summary>Brings a tile into a buffer that must be free; from the shared buffer it waits for its panel (-1 for none).</summary>
    public static Step Load(
        Registers registers, TilePosition at, Operand operand, int free, int full,
        long address, long bytes, long bytesPerCore, long bytesAllCores, bool fromShared, int panel = -1)
    {
        Step step = Transfer(StepKind.Load, at, operand, address, bytes, bytesPerCore, bytesAllCores);
        step.FromSharedBuffer = fromShared;
        step.Wait0 = registers.On(free);
        if (fromShared && panel >= 0) step.Wait1 = registers.On(panel);
        step.Done0 = registers.Signal(full);
        return step;
    }

    /// <summary>Brings all of K of a wave into the shared buffer and no further.</summary>
    public static Step Panel(Registers registers, TilePosition at, Operand operand, int panel, long address, long bytes)
    {
        Step step = Transfer(StepKind.Load, at, operand, address, bytes, 0, 0);
        step.StopsAtSharedBuffer = true;
        step.Done0 = registers.Signal(panel);
        return step;
    }

    /// <summary>Brings first weights of the next operation into the shared buffer; nothing here waits for them.</summary>
    public static Step Prefetch(int lastShape, long address, long bytes)
    {
        Step step = Transfer(StepKind.Load, new TilePosition(lastShape, 0, 0, 0, 0), Operand.NextWeights, address, bytes, 0, 0);
        step.StopsAtSharedBuffer = true;
        return step;
    }

    /// <summary>Writes a finished output buffer back, to DRAM or no further than the shared buffer, and frees it.</summary>
    public static Step Store(Registers registers, TilePosition at, int slot, long address, long bytes, long bytesPerCore, bool staysOnChip)
    {
        Step step = Transfer(StepKind.Store, at, Operand.Output, address, bytes, bytesPerCore, bytes);
        step.StopsAtSharedBuffer = staysOnChip;
        step.Wait0 = registers.On(Registers.OutputFull(slot));
        step.Done0 = registers.Signal(Registers.OutputFree(slot));
        return step;
    }

    /// <summary>Partial sums between the cores that share a tile.</summary>
    public static Step Exchange(Registers registers, TilePosition at, int slot, long bytesPerCore, long bytesAllCores)
    {
        Step step = Step.Of(StepKind.Exchange);
        step.Work = StepWork.Join;
        step.Position = at;
        step.BytesPerCore = bytesPerCore;
        step.BytesAllCores = bytesAllCores;
        step.Wait0 = registers.On(Registers.AccumulatorFull(slot));
        step.Done0 = registers.Signal(Registers.Joined(slot));
        return step;
    }

    /// <summary>Adds the partial sums that an exchange brought.</summary>
    public static Step Join(Registers registers, TilePosition at, int slot, long cycles, int cores)
    {
        Step step = Vector(at, StepWork.Join, cycles, cores);
        step.Wait0 = registers.On(Registers.Joined(slot));
        step.Done0 = registers.Signal(Registers.Joined(slot));
        return step;
    }

    /// <summary>Turns a full accumulator, joined where the tile is shared, into a full output buffer.</summary>
    public static Step Epilogue(Registers registers, TilePosition at, int slot, long cycles, int cores, bool joined)
    {
        Step step = Vector(at, StepWork.Epilogue, cycles, cores);
        step.Wait0 = registers.On(Registers.AccumulatorFull(slot));
        step.Wait1 = registers.On(Registers.OutputFree(slot));
        if (joined) step.Wait2 = registers.On(Registers.Joined(slot));
        step.Done0 = registers.Signal(Registers.AccumulatorFree(slot));
        step.Done1 = registers.Signal(Registers.OutputFull(slot));
        return step;
    }

    /// <summary>A vector step without waits and signals yet.</summary>
    public static Step Vector(TilePosition at, StepWork work, long cycles, int cores)
    {
        Step step = Step.Of(StepKind.Vector);
        step.Work = work;
        step.Position = at;
        step.Cycles = cycles;
        step.ActiveCores = cores;
        return step;
    }

    /// <summary>A tensor step without waits and signals yet.</summary>
    public static Step Tensor(TilePosition at, StepWork work, (int Index, long Tokens) tokens, long macs, int cores)
    {
        Step step = Step.Of(StepKind.Tensor);
        step.Work = work;
        step.Position = at;
        (step.Token, step.Tokens) = tokens;
        step.Macs = macs;
        step.ActiveCores = cores;
        return step;
    }

    private static Step Transfer(StepKind kind, TilePosition at, Operand operand, long address, long bytes, long bytesPerCore, long bytesAllCores)
    {
        Step step = Step.Of(kind);
        step.Operand = operand;
        step.Position = at;
        step.Address = address;
        step.Bytes = bytes;
        step.BytesPerCore = bytesPerCore;
        step.BytesAllCores = bytesAllCores;
        return step;
    }
}
