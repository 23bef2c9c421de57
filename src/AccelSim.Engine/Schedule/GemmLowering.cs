using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Cuts one shape of a GEMM into steps. Loops, outermost first: groups of instances, output tiles in the mapping's order, K.
/// Extents are those of <see cref="GemmTiles"/>. Core 0 has the largest tile of every wave, so its extents are those of the lockstep cohort.
/// </summary>
internal sealed partial class GemmLowering
{
    private readonly Machine machine;
    private readonly GemmOperation operation;
    private readonly int shapeIndex;
    private readonly GemmShape shape;
    private readonly Mapping map;
    private readonly MultiplyPlan plan;
    private readonly GemmTiles tiles;
    private readonly long groupWaves, mWaves, nWaves, kSteps;

    // Known steps of inner and edge tiles; a summary, of which the search asks hundreds, has none.
    private (long Wave, long Core)[] outputs = [];
    private Extents[]?[] loadsA = [], loadsB = [];
    private Step[]?[] products = [];
    private OperandTiles a, b, coreA, coreB;

    public GemmLowering(Machine machine, GemmOperation operation, int shapeIndex, Mapping map, MultiplyPlan plan)
    {
        (this.machine, this.operation, this.shapeIndex, this.map, this.plan) = (machine, operation, shapeIndex, map, plan);
        shape = operation.Shapes[shapeIndex];
        tiles = new GemmTiles(shape, map);
        (groupWaves, mWaves, nWaves, kSteps) = (tiles.GroupWaves, tiles.MWaves, tiles.NWaves, tiles.KSteps);
    }

    private long WaveRows(long mWave) => tiles.WaveRows(mWave);

    private long WaveCols(long nWave) => tiles.WaveCols(nWave);

    private long CoreRows(long mWave) => tiles.Rows(mWave, 0).Length;

    private long CoreCols(long nWave) => tiles.Cols(nWave, 0).Length;

    private long CoreK(long kStep) => tiles.K(kStep, 0).Length;

    /// <summary>The steps of all waves.</summary>
    public IEnumerable<Step> Steps(TokenTable tokens, Registers registers, AddressSpace space, WarmWeights warm)
    {
        (outputs, loadsA, loadsB, products) = (new (long, long)[4], new Extents[]?[8], new Extents[]?[8], new Step[]?[8]);
        a = new OperandTiles(operation.Activations, OperandRole.Activations, shape.K, map.TileK, WaveRows(0), WaveRows(mWaves - 1));
        b = new OperandTiles(operation.Weights, OperandRole.Weights, shape.K, map.TileK, WaveCols(0), WaveCols(nWaves - 1));
        coreA = new OperandTiles(operation.Activations, OperandRole.Activations, shape.K, map.TileK, CoreRows(0), CoreRows(mWaves - 1));
        coreB = new OperandTiles(operation.Weights, OperandRole.Weights, shape.K, map.TileK, CoreCols(0), CoreCols(nWaves - 1));
        long strideA = machine.Memory.AlignToStripe(map.CoresG * a.LargestStep(map.CoresK));
        long strideB = machine.Memory.AlignToStripe(map.CoresG * b.LargestStep(map.CoresK));
        long strideC = machine.Memory.AlignToStripe(map.CoresG * OutputBytes(0, 0).Wave);
        long baseA = space.Take(groupWaves * mWaves * kSteps * strideA);
        long baseB = space.Take(groupWaves * nWaves * kSteps * strideB);
        long baseC = space.Take(groupWaves * mWaves * nWaves * strideC);
        long panelA = machine.Memory.AlignToStripe(map.CoresG * PanelBytesA(0)), panelB = machine.Memory.AlignToStripe(map.CoresG * PanelBytesB(0));
        long panelsA = HoldsA ? space.Take(groupWaves * mWaves * panelA) : 0;
        long panelsB = map.HoldWeights ? space.Take(groupWaves * nWaves * panelB) : 0;
        var ringA = new SlotRing(map.OperandBuffers);
        var ringB = new SlotRing(map.OperandBuffers);
        bool mOuter = map.Order == LoopOrder.MOuter;
        long tile = 0;
        for (long g = 0; g < groupWaves; g++)
        {
            for (long outer = 0; outer < (mOuter ? mWaves : nWaves); outer++)
            {
                for (long inner = 0; inner < (mOuter ? nWaves : mWaves); inner++, tile++)
                {
                    (long m, long n) = mOuter ? (outer, inner) : (inner, outer);
                    int slot = (int)(tile % map.AccumulatorBuffers);
                    if (HoldsA && n == 0) yield return PanelA(registers, new TilePosition(shapeIndex, (int)g, (int)m, (int)n, 0), panelsA + (g * mWaves + m) * panelA);
                    if (map.HoldWeights && m == 0 && !warm.Cover(Groups(g) * PanelBytesB(n)))
                        yield return PanelB(registers, new TilePosition(shapeIndex, (int)g, (int)m, (int)n, 0), panelsB + (g * nWaves + n) * panelB);
                    for (long k = 0; k < kSteps; k++)
                    {
                        var position = new TilePosition(shapeIndex, (int)g, (int)m, (int)n, (int)k);
                        long tileA = (g * mWaves + m) * kSteps + k, tileB = (g * nWaves + n) * kSteps + k;
                        int slotA = ringA.Find(tileA), slotB = ringB.Find(tileB);
                        if (slotA < 0)
                        {
                            slotA = ringA.Replace(tileA);
                            yield return LoadA(registers, position, slotA, baseA + tileA * strideA);
                        }
                        if (slotB < 0)
                        {
                            slotB = ringB.Replace(tileB);
                            yield return LoadB(registers, position, slotB, baseB + tileB * strideB, warm);
                        }
                        yield return Multiply(tokens, registers, position, slotA, slotB, slot);
                    }
                    var last = new TilePosition(shapeIndex, (int)g, (int)m, (int)n, (int)kSteps - 1);
                    if (map.CoresK > 1)
                    {
                        yield return Exchange(registers, last, slot);
                        yield return Join(registers, last, slot);
                    }
                    yield return Epilogue(registers, last, slot);
                    yield return Store(registers, last, slot, baseC + ((g * mWaves + m) * nWaves + n) * strideC);
                }
            }
        }
    }

    /// <summary>The place of what all steps of a kind share that lie at the same edges and the same step of K; to be filled in the first time.</summary>
    private ref T At<T>(T[]?[] known, in TilePosition at)
    {
        int edges = (at.GroupWave == groupWaves - 1 ? 1 : 0) + (at.MWave == mWaves - 1 ? 2 : 0) + (at.NWave == nWaves - 1 ? 4 : 0);
        return ref (known[edges] ??= new T[kSteps])[at.KStep];
    }

    private Step LoadA(Registers registers, TilePosition at, int slot, long address)
    {
        ref Extents of = ref At(loadsA, at);
        if (of.Bytes == 0) of = ExtentsA(at);
        return TileSteps.Load(registers, at, Operand.Activations, Registers.FreeA(slot), Registers.FullA(slot), address, of.Bytes, of.PerCore, of.AllCores,
            operation.ActivationsOnChip || map.HoldActivations, Registers.PanelA);
    }

    private Step LoadB(Registers registers, TilePosition at, int slot, long address, WarmWeights warm)
    {
        ref Extents of = ref At(loadsB, at);
        if (of.Bytes == 0) of = ExtentsB(at);
        // Only the first pass over the weights finds them warm.
        bool there = map.HoldWeights || (at.MWave == 0 && warm.Cover(of.Bytes));
        return TileSteps.Load(registers, at, Operand.Weights, Registers.FreeB(slot), Registers.FullB(slot), address, of.Bytes, of.PerCore, of.AllCores,
            there, map.HoldWeights ? Registers.PanelB : -1);
    }

    private Extents ExtentsA(TilePosition at)
    {
        bool edge = at.MWave == mWaves - 1;
        long groups = Groups(at.GroupWave), bytes = groups * a.BytesOfStep(at.KStep, kSteps, map.CoresK, edge);
        return new Extents(bytes, coreA.Bytes(at.KStep, edge), bytes * Ceiling(WaveCols(at.NWave), map.TileN));
    }

    private Extents ExtentsB(TilePosition at)
    {
        bool edge = at.NWave == nWaves - 1;
        long groups = Groups(at.GroupWave), bytes = groups * b.BytesOfStep(at.KStep, kSteps, map.CoresK, edge);
        return new Extents(bytes, coreB.Bytes(at.KStep, edge), bytes * Ceiling(WaveRows(at.MWave), map.TileM));
    }

    /// <summary>Whether panels of A are brought into the shared buffer; there is no need where all of A is there already.</summary>
    private bool HoldsA => map.HoldActivations && !operation.ActivationsOnChip;

    /// <summary>Brings all of K of a row wave into the shared buffer.</summary>
    private Step PanelA(Registers registers, TilePosition at, long address) =>
        TileSteps.Panel(registers, at, Operand.Activations, Registers.PanelA, address, Groups(at.GroupWave) * PanelBytesA(at.MWave));

    private Step PanelB(Registers registers, TilePosition at, long address) =>
        TileSteps.Panel(registers, at, Operand.Weights, Registers.PanelB, address, Groups(at.GroupWave) * PanelBytesB(at.NWave));

    private long PanelBytesA(long mWave) => operation.Activations.Store(OperandRole.Activations, shape.K, WaveRows(mWave)).Bytes;

    private long PanelBytesB(long nWave) => operation.Weights.Store(OperandRole.Weights, shape.K, WaveCols(nWave)).Bytes;

    private Step Multiply(TokenTable tokens, Registers registers, TilePosition at, int slotA, int slotB, int slot)
    {
        ref Step known = ref At(products, at);
        if (known.Tokens == 0) known = Product(tokens, at);
        Step step = known;
        step.Position = at;
        step.Wait0 = registers.On(Registers.FullA(slotA));
        step.Wait1 = registers.On(Registers.FullB(slotB));
        if (at.KStep == 0) step.Wait2 = registers.On(Registers.AccumulatorFree(slot));
        step.Early0 = registers.Signal(Registers.FreeA(slotA));
        step.Early1 = registers.Signal(Registers.FreeB(slotB));
        if (at.KStep == kSteps - 1) step.Done0 = registers.Signal(Registers.AccumulatorFull(slot));
        return step;
    }

    /// <summary>Extents of a tensor step, without waits and signals.</summary>
    private Step Product(TokenTable tokens, TilePosition at)
    {
        Step step = TileSteps.Tensor(at, StepWork.Multiply,
            tokens.Of(plan, OperandRole.Weights, CoreRows(at.MWave), CoreCols(at.NWave), CoreK(at.KStep)),
            Groups(at.GroupWave) * WaveRows(at.MWave) * WaveCols(at.NWave) * tiles.WaveK(at.KStep),
            ActiveCores(at) * (int)tiles.Parts(at.KStep));
        long outputs = Groups(at.GroupWave) * WaveRows(at.MWave) * WaveCols(at.NWave);
        var sums = new ArraySums(machine, plan);
        for (int part = 0; part < map.CoresK; part++) sums.Bill(ref step, outputs, tiles.K(at.KStep, part).Length, at.KStep == 0);
        return step;
    }

    private Step Exchange(Registers registers, TilePosition at, int slot) => TileSteps.Exchange(registers, at, slot, ExchangeBytes(at.MWave, at.NWave),
        Groups(at.GroupWave) * WaveRows(at.MWave) * WaveCols(at.NWave) * machine.Accumulator.Bytes * (map.CoresK - 1));

    private Step Join(Registers registers, TilePosition at, int slot) =>
        TileSteps.Join(registers, at, slot, VectorCycles.Of(machine.VectorUnit, JoinWork(at.MWave, at.NWave)), ActiveCores(at) * map.CoresK);

    private Step Epilogue(Registers registers, TilePosition at, int slot) => TileSteps.Epilogue(
        registers, at, slot, VectorCycles.Of(machine.VectorUnit, EpilogueWork(at.MWave, at.NWave)), ActiveCores(at) * map.CoresK, map.CoresK > 1);

    private Step Store(Registers registers, TilePosition at, int slot, long address)
    {
        (long wave, long core) = OutputBytes(at.MWave, at.NWave);
        return TileSteps.Store(registers, at, slot, address, Groups(at.GroupWave) * wave, core, operation.OutputOnChip);
    }

    private long Groups(long groupWave) => tiles.Groups(groupWave);

    private int ActiveCores(TilePosition at) =>
        (int)(Groups(at.GroupWave) * Ceiling(WaveRows(at.MWave), map.TileM) * Ceiling(WaveCols(at.NWave), map.TileN));

    /// <summary>Output bytes of a wave, and those that leave through the link of core 0.</summary>
    private (long Wave, long Core) OutputBytes(long mWave, long nWave)
    {
        bool edgeM = mWave == mWaves - 1, edgeN = nWave == nWaves - 1;
        ref (long Wave, long Core) known = ref outputs[(edgeM ? 1 : 0) + (edgeN ? 2 : 0)];
        if (known.Wave == 0)
        {
            known = (operation.Output.Store(OperandRole.Output, WaveCols(nWave), WaveRows(mWave)).Bytes,
                Ceiling(operation.Output.Store(OperandRole.Output, CoreCols(nWave), CoreRows(mWave)).Bytes, map.CoresK));
        }
        return known;
    }

    /// <summary>Each part of the K partition sums 1 / CoresK of the tile and receives that slice from every other part.</summary>
    private long ExchangeBytes(long mWave, long nWave) =>
        Ceiling(CoreRows(mWave) * CoreCols(nWave) * machine.Accumulator.Bytes * (map.CoresK - 1), map.CoresK);

    private VectorWork JoinWork(long mWave, long nWave) =>
        new((map.CoresK - 1) * Ceiling(CoreRows(mWave) * CoreCols(nWave), map.CoresK), 0, 0, 0);

    /// <summary>Per output: the product of per-token and per-channel scales where there are any, and a conversion.</summary>
    private VectorWork EpilogueWork(long mWave, long nWave)
    {
        bool scaled = operation.Activations is not PlainFormat { Scale: null } || operation.Weights is not PlainFormat { Scale: null };
        return new VectorWork(0, scaled ? 1 : 0, 0, 1) * Ceiling(CoreRows(mWave) * CoreCols(nWave), map.CoresK);
    }

    private readonly record struct Extents(long Bytes, long PerCore, long AllCores);
}
