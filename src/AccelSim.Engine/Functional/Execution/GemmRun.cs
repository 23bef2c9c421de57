using System.Collections.Immutable;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// Carries out the steps of a GEMM, core by core: loads copy tiles into buffers, tensor steps multiply what the buffers they wait for hold,
/// joins add partial sums, stores write outputs. Everything a step bills is held against what it took.
/// </summary>
internal sealed class GemmRun
{
    private readonly GemmOperation operation;
    private readonly IReadOnlyList<GemmInstance> instances;
    private readonly ImmutableArray<Mapping> mappings;
    private readonly ImmutableArray<GemmTiles> tiles;
    private readonly ImmutableArray<int> firstInstance;
    private readonly GemmArithmetic[] arithmetic;
    private readonly OutputMatrices outputs = new();
    private readonly HashSet<(Operand, int Shape, int Group, int Wave)> panels = [];
    private readonly WarmTiles warm;
    private readonly long accumulatorBytes;
    private readonly ulong key;
    private CoreGrid<LoadedTile, OutputTile> cores;
    private int shape = -1, open;
    private long macs, read, written, steps;

    public GemmRun(Machine machine, GemmOperation operation, ImmutableArray<Mapping> mappings, IReadOnlyList<GemmInstance> instances, ulong key)
    {
        (this.operation, this.mappings, this.instances, this.key) = (operation, mappings, instances, key);
        warm = new WarmTiles(operation.WarmWeightBytes);
        accumulatorBytes = machine.Accumulator.Bytes;
        MultiplyPlan plan = Plans.For(machine, operation).First;
        tiles = [.. operation.Shapes.Select((s, i) => new GemmTiles(s, Map(i)))];
        var firsts = ImmutableArray.CreateBuilder<int>();
        int next = 0;
        foreach (GemmShape s in operation.Shapes)
        {
            firsts.Add(next);
            for (long i = 0; i < s.Count; i++, next++)
            {
                if (next >= instances.Count)
                    throw new ArgumentException($"{instances.Count} pairs of operands are too few for the instances of {operation.Name}");
                GemmInstance one = instances[next];
                if (one.Activations.Vectors != s.M || one.Weights.Vectors != s.N || one.Activations.K != s.K || one.Weights.K != s.K)
                    throw new ArgumentException($"operands {one.Activations.Vectors} x {one.Activations.K} and {one.Weights.K} x {one.Weights.Vectors} do not fit {s}");
                outputs.Add(s.M, s.N);
            }
        }
        if (next != instances.Count)
            throw new ArgumentException($"{instances.Count} pairs of operands are too many for the {next} instances of {operation.Name}");
        firstInstance = firsts.ToImmutable();
        arithmetic = [.. instances.Select(i => new GemmArithmetic(machine, plan, i.Activations, i.Weights))];
        cores = new CoreGrid<LoadedTile, OutputTile>(Map(0), key);
    }

    private GemmTiles At => tiles[shape];

    public FunctionalResult Execute(IEnumerable<Step> stream)
    {
        foreach (Step step in stream)
        {
            Enter(step.Position.Shape);
            switch (step.Kind, step.Work)
            {
                case (StepKind.Load, _) when step.Operand == Operand.NextWeights:
                    read += StepBill.NextWeights(step, operation);
                    break;
                case (StepKind.Load, _) when step.StopsAtSharedBuffer:
                    Panel(step);
                    break;
                case (StepKind.Load, _):
                    Load(step);
                    break;
                case (StepKind.Tensor, StepWork.Multiply):
                    Multiply(step);
                    break;
                case (StepKind.Exchange, _):
                    Exchange(step);
                    break;
                case (StepKind.Vector, StepWork.Join):
                    cores.Join(step, (sum, part) => sum.Join(part));
                    break;
                case (StepKind.Vector, StepWork.Epilogue):
                    cores.Finish(step, tile => new FinishedTile(tile.Instance, tile.Rows, tile.Cols, tile.Finish()));
                    break;
                case (StepKind.Store, _):
                    Store(step);
                    break;
                default:
                    throw new ScheduleException($"a {step.Kind} step that does {step.Work} has no place in a GEMM");
            }
            steps++;
        }
        outputs.CheckComplete();
        return new FunctionalResult(outputs.Values, macs, read, written, steps);
    }

    private Mapping Map(int s) => mappings[Math.Min(s, mappings.Length - 1)];

    /// <summary>Queues may run ahead of each other over the border of two shapes; buffers and registers are common to all.</summary>
    private void Enter(int s)
    {
        if (s == shape)
            return;
        shape = s;
        cores.Enter(Map(s));
    }

    private void Panel(in Step step)
    {
        TilePosition at = step.Position;
        long bytes = PanelBytes(step.Operand, at);
        StepBill.Check(step, "bytes", step.Bytes, bytes);
        read += bytes;
        panels.Add((step.Operand, shape, at.GroupWave, step.Operand == Operand.Activations ? at.MWave : at.NWave));
    }

    private long PanelBytes(Operand operand, TilePosition at) => At.Groups(at.GroupWave) * Stored(
        operand, new Extent(0, operation.Shapes[shape].K), operand == Operand.Activations ? At.WaveRows(at.MWave) : At.WaveCols(at.NWave));

    private void Load(in Step step)
    {
        TilePosition at = step.Position;
        bool isA = step.Operand == Operand.Activations;
        int register = step.Done0;
        StepBill.Slot(step, register, isA ? Registers.FullA(0) : Registers.FullB(0));
        bool held = (isA && operation.ActivationsOnChip) || panels.Contains((step.Operand, shape, at.GroupWave, isA ? at.MWave : at.NWave));
        if (step.FromSharedBuffer && !held && (isA || !IsWarm(step)))
            throw new ScheduleException($"{step.Operand} at {at} come from the shared buffer, which does not hold them");
        var distinct = new Dictionary<(long Instance, Extent Vectors, Extent K), LoadedTile>();
        foreach (CoreIndex core in cores.Order)
        {
            Extent vectors = isA ? At.Rows(at.MWave, core.M) : At.Cols(at.NWave, core.N), k = At.K(at.KStep, core.Part);
            bool hasWork = Active(at, core) && !k.IsEmpty;
            LoadedTile? tile = null;
            if (hasWork)
            {
                long instance = firstInstance[shape] + At.Instance(at.GroupWave, core.G);
                if (!distinct.TryGetValue((instance, vectors, k), out tile))
                {
                    GemmOperand whole = isA ? instances[(int)instance].Activations : instances[(int)instance].Weights;
                    tile = new LoadedTile(step.Operand, instance, vectors, k, whole.Tile((int)vectors.First, (int)vectors.Length, (int)k.First, (int)k.Length));
                    distinct.Add((instance, vectors, k), tile);
                }
            }
            cores[core].Load(register, tile);
        }
        // A format may store something once for all vectors that travel together, so they are billed together.
        Operand operand = step.Operand;
        long bytes = distinct.Keys.GroupBy(t => (t.Instance, t.K)).Sum(g => Stored(operand, g.Key.K, g.Sum(t => t.Vectors.Length)));
        StepBill.Check(step, "bytes", step.Bytes, bytes);
        if (!step.FromSharedBuffer) read += bytes;
    }

    private bool IsWarm(in Step step)
    {
        TilePosition at = step.Position;
        return Map(shape).HoldWeights
            ? warm.Hold(shape, at.GroupWave, at.NWave, PanelBytes(step.Operand, at))
            : warm.Take(shape, at.GroupWave, at.NWave, at.KStep, step.Bytes);
    }

    private void Multiply(in Step step)
    {
        TilePosition at = step.Position;
        int slotA = step.Wait0.Register, slotB = step.Wait1.Register;
        StepBill.Slot(step, slotA, Registers.FullA(0));
        StepBill.Slot(step, slotB, Registers.FullB(0));
        bool opens = !step.Wait2.IsNone;
        if (opens) open = StepBill.Slot(step, step.Wait2.Register, Registers.AccumulatorFree(0));
        if (step.Done0 >= 0 && StepBill.Slot(step, step.Done0, Registers.AccumulatorFull(0)) != open)
            throw new ScheduleException($"the tensor step at {at} closes accumulators that are not open");
        long done = 0;
        int active = 0;
        foreach (CoreIndex core in cores.Order)
        {
            Scratchpad<LoadedTile, OutputTile> pad = cores[core];
            Extent rows = At.Rows(at.MWave, core.M), cols = At.Cols(at.NWave, core.N), k = At.K(at.KStep, core.Part);
            bool hasWork = Active(at, core) && !k.IsEmpty;
            if (opens)
            {
                if (pad.Accumulators[open] is not null)
                    throw new ScheduleException($"accumulators {open} of core {core} are opened at {at} before they were drained");
                if (hasWork)
                {
                    int fresh = (int)(firstInstance[shape] + At.Instance(at.GroupWave, core.G));
                    pad.Accumulators[open] = new OutputTile(arithmetic[fresh], fresh, rows, cols);
                }
            }
            if (!hasWork)
                continue;
            long instance = firstInstance[shape] + At.Instance(at.GroupWave, core.G);
            if (pad.Accumulators[open] is not { } tile || (tile.Instance, tile.Rows, tile.Cols) != (instance, rows, cols))
                throw new ScheduleException($"the tensor step at {at} adds to accumulators of another tile in core {core}");
            tile.Multiply(LoadedTile.Require(pad.Tile(slotA), Operand.Activations, instance, rows, k),
                LoadedTile.Require(pad.Tile(slotB), Operand.Weights, instance, cols, k), k);
            done += rows.Length * cols.Length * k.Length;
            active++;
        }
        StepBill.Check(step, "MACs", step.Macs, done);
        StepBill.Check(step, "active cores", step.ActiveCores, active);
        macs += done;
    }

    private void Exchange(in Step step)
    {
        long outputsSent = cores.Exchange(step, tile => tile.Rows.Length * tile.Cols.Length);
        // Parts without a K tile send zeros (deviation D17).
        StepBill.Check(step, "bytes", step.BytesAllCores, outputsSent * accumulatorBytes * (Map(shape).CoresK - 1));
    }

    private void Store(in Step step)
    {
        TilePosition at = step.Position;
        IReadOnlyList<(CoreIndex Core, FinishedTile Tile)> taken = cores.Take(step);
        foreach ((CoreIndex core, FinishedTile tile) in taken)
        {
            if ((tile.Instance, tile.Rows, tile.Cols) != (firstInstance[shape] + At.Instance(at.GroupWave, core.G), At.Rows(at.MWave, core.M), At.Cols(at.NWave, core.N)))
                throw new ScheduleException($"the store at {at} finds outputs {tile.Rows} x {tile.Cols} of instance {tile.Instance} in core {core}");
            outputs.Store((int)tile.Instance, tile);
        }
        long bytes = taken.GroupBy(t => t.Tile.Instance).Sum(g => operation.Output.Store(OperandRole.Output,
            g.Select(t => t.Tile.Cols).Distinct().Sum(e => e.Length), g.Select(t => t.Tile.Rows).Distinct().Sum(e => e.Length)).Bytes);
        StepBill.Check(step, "bytes", step.Bytes, bytes);
        if (!step.StopsAtSharedBuffer) written += bytes;
    }

    private bool Active(TilePosition at, CoreIndex core) =>
        At.Instance(at.GroupWave, core.G) < operation.Shapes[shape].Count && !At.Rows(at.MWave, core.M).IsEmpty && !At.Cols(at.NWave, core.N).IsEmpty;

    private long Stored(Operand operand, Extent k, long vectors)
    {
        (NumberFormat format, OperandRole role) = operand == Operand.Activations
            ? (operation.Activations, OperandRole.Activations)
            : (operation.Weights, OperandRole.Weights);
        return format.Store(role, k.End, vectors).Bytes - format.Store(role, k.First, vectors).Bytes;
    }
}
