using System.Collections.Immutable;
using AccelSim.Engine.Functional.Quantisation;
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
/// Carries out the steps of attention, core by core: Q K^T of a key tile, softmax on its scores, P V onto accumulators rescaled by the tile's alpha
/// (the softmax step pays for the rescaling; it takes effect where P V reads the accumulators), joins, outputs.
/// </summary>
internal sealed class AttentionRun
{
    private readonly Machine machine;
    private readonly AttentionOperation operation;
    private readonly IReadOnlyList<AttentionInstance> instances;
    private readonly ImmutableArray<Mapping> mappings;
    private readonly ImmutableArray<AttentionTiles> tiles;
    private readonly ImmutableArray<int> firstInstance;
    private readonly Plans plans;
    private readonly CacheLoads loads;
    private readonly OutputMatrices outputs = new();
    private readonly CoreGrid<LoadedTile, AttentionAccumulator> cores;
    private readonly Dictionary<(CoreIndex Core, int Slot), ProbabilityTile> scores = [];
    private readonly Dictionary<CoreIndex, SoftmaxRows> softmax = [];
    private readonly float scale;
    private int shape = -1, open;
    private long macs, prefetched, written, steps;

    public AttentionRun(Machine machine, AttentionOperation operation, ImmutableArray<Mapping> mappings, IReadOnlyList<AttentionInstance> instances, ulong key)
    {
        (this.machine, this.operation, this.mappings, this.instances) = (machine, operation, mappings, instances);
        plans = Plans.For(machine, operation);
        scale = (float)(1 / Math.Sqrt(operation.QkDim));
        tiles = [.. operation.Shapes.Select((s, i) => new AttentionTiles(operation, s, Map(i)))];
        var firsts = ImmutableArray.CreateBuilder<int>();
        int next = 0;
        for (int s = 0; s < tiles.Length; s++)
        {
            firsts.Add(next);
            for (long i = 0; i < tiles[s].Instances; i++, next++)
            {
                if (next >= instances.Count)
                    throw new ArgumentException($"{instances.Count} sets of operands are too few for the key-value heads of {operation.Name}");
                Fit(instances[next], operation.Shapes[s], tiles[s].Rows);
                outputs.Add(tiles[s].Rows, operation.VDim);
            }
        }
        if (next != instances.Count)
            throw new ArgumentException($"{instances.Count} sets of operands are too many for the {next} key-value heads of {operation.Name}");
        firstInstance = firsts.ToImmutable();
        loads = new CacheLoads(operation, instances);
        cores = new CoreGrid<LoadedTile, AttentionAccumulator>(Map(0), key);
    }

    private AttentionTiles At => tiles[shape];

    public FunctionalResult Execute(IEnumerable<Step> stream)
    {
        foreach (Step step in stream)
        {
            if (step.Position.Shape != shape)
            {
                shape = step.Position.Shape;
                cores.Enter(Map(shape));
            }
            switch (step.Kind, step.Work)
            {
                case (StepKind.Load, _) when step.Operand == Operand.NextWeights:
                    prefetched += StepBill.NextWeights(step, operation);
                    break;
                case (StepKind.Load, _):
                    loads.Load(step, cores, At, Map(shape), firstInstance[shape]);
                    break;
                case (StepKind.Tensor, StepWork.QueryKey):
                    Scores(step);
                    break;
                case (StepKind.Vector, StepWork.Softmax):
                    Softmax(step);
                    break;
                case (StepKind.Tensor, StepWork.ProbabilityValue):
                    Weighted(step);
                    break;
                case (StepKind.Exchange, _):
                    long sent = cores.Exchange(step, tile => tile.Rows.Length * (operation.VDim + 2));
                    StepBill.Check(step, "bytes", step.BytesAllCores, sent * machine.Accumulator.Bytes * (Map(shape).CoresK - 1));
                    break;
                case (StepKind.Vector, StepWork.Join):
                    cores.Join(step, (sum, part) => sum.Join(part));
                    break;
                case (StepKind.Vector, StepWork.Epilogue):
                    long keys = At.WaveKeys(step.Position.MWave);
                    cores.Finish(step, tile => new FinishedTile(tile.Instance, tile.Rows, new Extent(0, operation.VDim), tile.Finish(keys)));
                    break;
                case (StepKind.Store, _):
                    Store(step);
                    break;
                default:
                    throw new ScheduleException($"a {step.Kind} step that does {step.Work} has no place in attention");
            }
            steps++;
        }
        outputs.CheckComplete();
        return new FunctionalResult(outputs.Values, macs, loads.DramBytes + prefetched, written, steps);
    }

    private void Fit(AttentionInstance one, AttentionShape s, long rows)
    {
        long tokens = operation.ValuesInsideKeys ? s.KvLen : one.Values.K + (one.Tail?.K ?? 0);
        if (one.Query.Vectors != rows || one.Query.K != operation.QkDim || one.Keys.Vectors != s.KvLen || one.Keys.K != operation.QkDim || tokens != s.KvLen)
            throw new ArgumentException($"queries {one.Query.Vectors} x {one.Query.K}, keys {one.Keys.Vectors} x {one.Keys.K} and {tokens} values do not fit {s}");
    }

    private Mapping Map(int s) => mappings[Math.Min(s, mappings.Length - 1)];

    private void Scores(in Step step)
    {
        TilePosition at = step.Position;
        int slot = StepBill.Slot(step, step.Done0, Registers.ScoresFull(0));
        Extent dim = new(0, operation.QkDim);
        long done = 0;
        int active = 0;
        foreach ((CoreIndex core, long instance, Extent rows, Extent keys) in Work(at))
        {
            GemmOperand q = LoadedTile.Require(cores[core].Tile(step.Wait0.Register), Operand.Query, instance, rows, dim);
            GemmOperand k = LoadedTile.Require(cores[core].Tile(step.Wait1.Register), Operand.Keys, instance, keys, dim);
            var tile = new OutputTile(new GemmArithmetic(machine, plans.First, q, k), instance, rows, keys);
            tile.Multiply(q, k, dim);
            if (!scores.TryAdd((core, slot), new ProbabilityTile(instance, rows, keys, tile.Finish(), null, [], null)))
                throw new ScheduleException($"scores {slot} of core {core} are overwritten at {at}");
            done += rows.Length * keys.Length * operation.QkDim;
            active++;
        }
        Settle(step, done, active);
    }

    private void Softmax(in Step step)
    {
        int slot = StepBill.Slot(step, step.Wait0.Register, Registers.ScoresFull(0));
        foreach ((CoreIndex core, long instance, Extent rows, Extent keys) in Work(step.Position))
        {
            ProbabilityTile tile = Take(core, slot, instance, rows, keys, step.Position);
            if (tile.Softmax is not null)
                throw new ScheduleException($"scores {slot} of core {core} go through softmax twice at {step.Position}");
            if (step.Position.KStep == 0) softmax[core] = new SoftmaxRows((int)rows.Length);
            if (!softmax.TryGetValue(core, out SoftmaxRows? state) || state.Sums.Length != rows.Length)
                throw new ScheduleException($"softmax of core {core} goes on at {step.Position} from nothing");
            AttentionShape s = operation.Shapes[shape];
            float[] alphas = state.Take(tile.Scores, (int)keys.Length, scale, row => operation.Causal
                ? (int)Math.Clamp(s.KvLen - s.QLen + (rows.First + row) / operation.Group + 1 - keys.First, 0, keys.Length)
                : (int)keys.Length);
            scores[(core, slot)] = tile with
            {
                Scores = [],
                Probabilities = ActivationQuantiser.Quantise(operation.Probability, tile.Scores, (int)rows.Length, (int)keys.Length),
                Alphas = alphas,
                Softmax = state,
            };
        }
    }

    private void Weighted(in Step step)
    {
        TilePosition at = step.Position;
        int slot = StepBill.Slot(step, step.Wait1.Register, Registers.ProbabilitiesFull(0));
        bool opens = !step.Wait2.IsNone;
        if (opens) open = StepBill.Slot(step, step.Wait2.Register, Registers.AccumulatorFree(0));
        if (step.Done0 >= 0 && StepBill.Slot(step, step.Done0, Registers.AccumulatorFull(0)) != open)
            throw new ScheduleException($"the tensor step at {at} closes accumulators that are not open");
        if (opens && cores.Order.Any(c => cores[c].Accumulators[open] is not null))
            throw new ScheduleException($"accumulators {open} are opened at {at} before they were drained");
        long done = 0;
        int active = 0;
        foreach ((CoreIndex core, long instance, Extent rows, Extent keys) in Work(at))
        {
            ProbabilityTile p = Take(core, slot, instance, rows, keys, at);
            if (p.Softmax is null || p.Probabilities is null)
                throw new ScheduleException($"probabilities {slot} of core {core} are read at {at} before softmax made them");
            scores.Remove((core, slot));
            if (opens) cores[core].Accumulators[open] = new AttentionAccumulator(instance, rows, operation.VDim, p.Softmax);
            if (cores[core].Accumulators[open] is not { } accumulator || accumulator.Softmax != p.Softmax)
                throw new ScheduleException($"the tensor step at {at} adds to accumulators of another tile in core {core}");
            Extent tokens = operation.ValuesInsideKeys ? keys : At.ValuesOf(at.MWave, at.KStep, core.Part);
            accumulator.Add(machine, plans.Second!, p, loads.Pieces(cores[core].Tile(step.Wait0.Register), p.Probabilities, instance, keys, tokens));
            done += rows.Length * keys.Length * operation.VDim;
            active++;
        }
        Settle(step, done, active);
    }

    private void Store(in Step step)
    {
        TilePosition at = step.Position;
        IReadOnlyList<(CoreIndex Core, FinishedTile Tile)> taken = cores.Take(step);
        foreach ((CoreIndex core, FinishedTile tile) in taken)
        {
            if ((tile.Instance, tile.Rows) != (firstInstance[shape] + At.Instance(at.GroupWave, core.G), At.RowsOf(at.MWave, core.M)))
                throw new ScheduleException($"the store at {at} finds rows {tile.Rows} of instance {tile.Instance} in core {core}");
            outputs.Store((int)tile.Instance, tile);
        }
        long bytes = taken.GroupBy(t => t.Tile.Instance)
            .Sum(g => operation.Output.Store(OperandRole.Output, operation.VDim, g.Sum(t => t.Tile.Rows.Length)).Bytes);
        StepBill.Check(step, "bytes", step.Bytes, bytes);
        if (!step.StopsAtSharedBuffer) written += bytes;
    }

    /// <summary>Cores with work at a position, and which.</summary>
    private IEnumerable<(CoreIndex Core, long Instance, Extent Rows, Extent Keys)> Work(TilePosition at)
    {
        AttentionTiles here = At;
        long first = firstInstance[shape];
        return
            from core in cores.Order
            let rows = here.RowsOf(at.MWave, core.M)
            let keys = here.KeysOf(at.MWave, at.KStep, core.Part)
            where here.Instance(at.GroupWave, core.G) < here.Instances && !rows.IsEmpty && !keys.IsEmpty
            select (core, first + here.Instance(at.GroupWave, core.G), rows, keys);
    }

    private ProbabilityTile Take(CoreIndex core, int slot, long instance, Extent rows, Extent keys, TilePosition at) =>
        scores.TryGetValue((core, slot), out ProbabilityTile? tile) && (tile.Instance, tile.Rows, tile.Keys) == (instance, rows, keys)
            ? tile
            : throw new ScheduleException($"core {core} reads scores {slot} of rows {rows} and keys {keys} of instance {instance} at {at}, which are not there");

    private void Settle(in Step step, long done, int active)
    {
        StepBill.Check(step, "MACs", step.Macs, done);
        StepBill.Check(step, "active cores", step.ActiveCores, active);
        macs += done;
    }
}
