using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Steps;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Schedule;

/// <summary>Cuts an element-wise operation or row reduction into steps: core m takes row tile mw*CoresM+m, whole rows or column tiles of them.</summary>
internal sealed class VectorLowering
{
    private readonly Machine machine;
    private readonly VectorOperation operation;
    private readonly Mapping map;
    private readonly long mWaves, nTiles;

    public VectorLowering(Machine machine, VectorOperation operation, Mapping map)
    {
        (this.machine, this.operation, this.map) = (machine, operation, map);
        mWaves = Ceiling(operation.Rows, (long)map.TileM * map.CoresM);
        nTiles = Ceiling(operation.Cols, map.TileN);
    }

    private long WaveRows(long mWave) => Math.Min((long)map.TileM * map.CoresM, operation.Rows - mWave * map.TileM * map.CoresM);

    private long CoreRows(long mWave) => Math.Min(map.TileM, WaveRows(mWave));

    private long Cols(long n) => Math.Min(map.TileN, operation.Cols - n * map.TileN);

    // Differences of prefixes: what a format stores once per row goes with the first tile, so tiles add up to the tensor.
    private long InBytes(long rows, long n) => Prefix(rows, End(n)) - Prefix(rows, n * map.TileN);

    private long Prefix(long rows, long cols) => operation.Inputs * operation.Input.Store(OperandRole.Output, cols, rows).Bytes;

    private long OutBytes(long rows, long n) => operation.OutputBytes(rows, End(n)) - operation.OutputBytes(rows, n * map.TileN);

    private long End(long n) => Math.Min(operation.Cols, (n + 1) * map.TileN);

    private long Work(long rows, long n) => VectorCycles.Of(machine.VectorUnit, operation.WorkPerElement * (rows * Cols(n)));

    public IEnumerable<Step> Steps(Registers registers, AddressSpace space)
    {
        long full = Math.Min((long)map.TileM * map.CoresM, operation.Rows);
        long strideIn = machine.Memory.AlignToStripe(InBytes(full, 0)), strideOut = machine.Memory.AlignToStripe(OutBytes(full, 0));
        long baseIn = space.Take(mWaves * nTiles * strideIn), baseOut = space.Take(mWaves * nTiles * strideOut);
        long tile = 0;
        for (long m = 0; m < mWaves; m++)
        {
            for (long n = 0; n < nTiles; n++, tile++)
            {
                int slot = (int)(tile % map.OperandBuffers);
                var at = new TilePosition(0, 0, (int)m, (int)n, 0);
                long bytes = InBytes(WaveRows(m), n);
                yield return TileSteps.Load(registers, at, Operand.Input, Registers.FreeA(slot), Registers.FullA(slot),
                    baseIn + tile * strideIn, bytes, InBytes(CoreRows(m), n), bytes, false);
                Step work = TileSteps.Vector(at, StepWork.Elementwise, Work(CoreRows(m), n), (int)Ceiling(WaveRows(m), map.TileM));
                work.Wait0 = registers.On(Registers.FullA(slot));
                work.Wait1 = registers.On(Registers.OutputFree(slot));
                work.Done0 = registers.Signal(Registers.FreeA(slot));
                work.Done1 = registers.Signal(Registers.OutputFull(slot));
                yield return work;
                yield return TileSteps.Store(registers, at, slot, baseOut + tile * strideOut, OutBytes(WaveRows(m), n), OutBytes(CoreRows(m), n),
                    operation.OutputOnChip);
            }
        }
    }

    public LoweredSummary Summarize()
    {
        long inBytes = operation.Inputs * operation.Input.Store(OperandRole.Output, operation.Cols, operation.Rows).Bytes;
        long outBytes = operation.OutputBytes(operation.Rows, operation.Cols);
        long coreIn = InBytes(CoreRows(0), 0), coreOut = OutBytes(CoreRows(0), 0), work = Work(CoreRows(0), 0);
        return new LoweredSummary
        {
            TensorCycles = 0,
            VectorCycles = mWaves * nTiles * work,
            DramBytes = inBytes + (operation.OutputOnChip ? 0 : outBytes),
            SharedBytes = inBytes,
            LinkBytes = mWaves * nTiles * coreIn,
            UpLinkBytes = mWaves * nTiles * coreOut,
            FirstLoadBytes = InBytes(WaveRows(0), 0),
            FirstLoadCoreBytes = coreIn,
            LastStoreBytes = operation.OutputOnChip ? 0 : OutBytes(WaveRows(mWaves - 1), nTiles - 1),
            TailCycles = work,
            DramStreams = 1,
            PanelBytes = 0,
            Steps = mWaves * nTiles,
            Buffers = map.OperandBuffers,
            HeldCycles = work,
            SerialVector = false,
            ScratchpadBytes = Buffers().Bytes,
            SharedBufferBytes = ShapeBytes.Kept(operation) + 2 * machine.Memory.ChunkBytes,
        };
    }

    /// <summary>Buffers of a core, each as large as its largest tile.</summary>
    public CoreBuffers Buffers() => new() { A = new(map.OperandBuffers, InBytes(CoreRows(0), 0)), Outputs = new(map.OperandBuffers, OutBytes(CoreRows(0), 0)) };
}
