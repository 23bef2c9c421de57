using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Mappings;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>The cores of a cohort with what they hold, and the steps that all operations share: exchange, join, epilogue, store.</summary>
internal sealed class CoreGrid<TTile, TAccumulator>
    where TTile : class
    where TAccumulator : class
{
    private readonly ulong key;
    private readonly List<Scratchpad<TTile, TAccumulator>> pads = [];
    private Mapping map;

    public CoreGrid(Mapping map, ulong key)
    {
        this.key = key;
        this.map = map;
        Order = [];
        Enter(map);
    }

    /// <summary>All cores in the order in which each step visits them; nothing depends on it.</summary>
    public IReadOnlyList<CoreIndex> Order { get; private set; }

    public Scratchpad<TTile, TAccumulator> this[CoreIndex core] => pads[((core.G * map.CoresM + core.M) * map.CoresN + core.N) * map.CoresK + core.Part];

    /// <summary>Lays the cores out for a shape; what they hold stays.</summary>
    public void Enter(Mapping next)
    {
        map = next;
        while (pads.Count < map.Cores) pads.Add(new Scratchpad<TTile, TAccumulator>());
        var order =
            from g in Enumerable.Range(0, map.CoresG)
            from m in Enumerable.Range(0, map.CoresM)
            from n in Enumerable.Range(0, map.CoresN)
            from part in Enumerable.Range(0, map.CoresK)
            select new CoreIndex(g, m, n, part);
        Order = key == 0 ? [.. order] : [.. order.Select((core, i) => (core, CounterRandom.Next(key, (ulong)i))).OrderBy(c => c.Item2).Select(c => c.core)];
    }

    /// <summary>Sends full accumulators on; returns the sum of a size over the tiles that are shared, each counted once.</summary>
    public long Exchange(in Step step, Func<TAccumulator, long> size)
    {
        int slot = StepBill.Slot(step, step.Wait0.Register, Registers.AccumulatorFull(0));
        long total = 0;
        Require(step, slot);
        foreach (CoreIndex core in Order)
        {
            Scratchpad<TTile, TAccumulator> pad = this[core];
            pad.Sent[slot] = pad.Accumulators[slot];
            if (core.Part == 0 && pad.Sent[slot] is { } tile) total += size(tile);
        }
        return total;
    }

    /// <summary>Adds the partial results of parts 1, 2, ... to that of part 0, in this order whatever the order of arrival.</summary>
    /// <exception cref="ScheduleException">They were not exchanged.</exception>
    public void Join(in Step step, Action<TAccumulator, TAccumulator> add)
    {
        int slot = StepBill.Slot(step, step.Wait0.Register, Registers.Joined(0));
        Require(step, slot);
        foreach (CoreIndex core in Order.Where(c => c.Part == 0))
        {
            Scratchpad<TTile, TAccumulator> pad = this[core];
            if (pad.Accumulators[slot] is not { } sum)
                continue;
            if (pad.Sent[slot] != sum)
                throw new ScheduleException($"partial sums of core {core} are joined before they were exchanged");
            for (int part = 1; part < map.CoresK; part++)
            {
                Scratchpad<TTile, TAccumulator> other = this[core with { Part = part }];
                if (other.Accumulators[slot] is not { } partial)
                    continue;
                if (other.Sent[slot] != partial)
                    throw new ScheduleException($"partial sums of core {core with { Part = part }} are joined before they were exchanged");
                add(sum, partial);
                other.Accumulators[slot] = other.Sent[slot] = null;
            }
            pad.Sent[slot] = null;
        }
    }

    /// <summary>Turns full accumulators into finished outputs and frees them.</summary>
    /// <exception cref="ScheduleException">Partial sums were not joined, or outputs not stored yet.</exception>
    public void Finish(in Step step, Func<TAccumulator, FinishedTile> finish)
    {
        int slot = StepBill.Slot(step, step.Wait0.Register, Registers.AccumulatorFull(0));
        int target = StepBill.Slot(step, step.Done1, Registers.OutputFull(0));
        Require(step, slot);
        foreach (CoreIndex core in Order)
        {
            Scratchpad<TTile, TAccumulator> pad = this[core];
            if (pad.Accumulators[slot] is not { } tile)
                continue;
            if (core.Part > 0)
                throw new ScheduleException($"partial sums of core {core} leave without a join");
            if (pad.Outputs[target] is not null)
                throw new ScheduleException($"output buffer {target} of core {core} is overwritten before it is stored");
            pad.Outputs[target] = finish(tile);
            pad.Accumulators[slot] = null;
        }
    }

    /// <summary>Takes the outputs that a store writes, emptying their buffer.</summary>
    /// <exception cref="ScheduleException">There are none.</exception>
    public IReadOnlyList<(CoreIndex Core, FinishedTile Tile)> Take(in Step step)
    {
        int slot = StepBill.Slot(step, step.Wait0.Register, Registers.OutputFull(0));
        var taken = new List<(CoreIndex, FinishedTile)>();
        foreach (CoreIndex core in Order)
        {
            Scratchpad<TTile, TAccumulator> pad = this[core];
            if (pad.Outputs[slot] is { } tile) taken.Add((core, tile));
            pad.Outputs[slot] = null;
        }
        return taken.Count > 0 ? taken : throw new ScheduleException($"the store at {step.Position} finds output buffer {slot} empty");
    }

    private void Require(in Step step, int slot)
    {
        if (!pads.Exists(p => p.Accumulators[slot] is not null))
            throw new ScheduleException($"the {step.Kind} step at {step.Position} finds accumulators {slot} empty");
    }
}
