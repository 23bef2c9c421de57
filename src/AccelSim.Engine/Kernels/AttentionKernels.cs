namespace AccelSim.Engine.Kernels;

/// <summary>
/// Flash attention as libraries run it: a part is a block of query rows of one head (of one group of heads in decode) over a range of
/// keys; its steps load a block of keys and values, multiply twice and exponentiate between. Rules: docs/SILICON.md.
/// </summary>
public static class AttentionKernels
{
    private const double SplitBelow = 0.8;  // of the cores: above, FlashAttention does not split
    private const int WidestPlanned = 256;  // head width; wider kernels split as often as they can, whatever the cache holds
    private const int ResidentParts = 2;   // decode parts that share a core of a synchronous chip: 64 query rows and their keys take less than half of its shared memory
    private const int WideBlock = 80;      // keys of a block of heads of 512 (FlashAttention 4 on Hopper: 64 x 80, one stage, scores computed twice; its AGENTS.md)
    private const double StepsInFlight = 1.5; // design choice: one block loads while one multiplies, half of it early; no row depends on it much
    private const double GoodEnough = 0.85; // of the best efficiency: the smallest split that reaches it is taken

    public static KernelTime Run(KernelChip chip, SharedConstants shared, AttentionConstants c, AttentionShape shape)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(shared);
        ArgumentNullException.ThrowIfNull(c);
        return shape.Queries == 1 ? Decode(chip, shared, c, shape) : Prefill(chip, shared, c, shape);
    }

    private static KernelTime Decode(KernelChip chip, SharedConstants shared, AttentionConstants c, AttentionShape s)
    {
        // Blackwell runs other kernels, and so do heads wider than 256.
        bool hopper = chip is { Generation: KernelGeneration.Asynchronous, Paired: false } && s.HeadDim <= WidestPlanned, replayed = hopper && s.Batch <= PagedFlash.MostSequences;
        int group = s.Heads / s.KvHeads, rows = 64, block = hopper ? PagedFlash.Block(s) : s.HeadDim <= 128 ? 128 : 64;
        double parts = (double)s.Batch * s.KvHeads * Math.Ceiling(group / (double)rows);
        int blocks = (s.Keys + block - 1) / block, resident = chip.Generation == KernelGeneration.Synchronous ? ResidentParts : 1;
        bool splits = chip.Generation == KernelGeneration.Asynchronous || group > 1;
        int split = splits ? Split(parts, chip.Cores * resident, blocks, PagedFlash.MostSplits) : 1;
        if (replayed) split = PagedFlash.Split(parts, chip.Cores, blocks);
        if (s.HeadDim > WidestPlanned) split = s.Batch <= PagedFlash.MostSequences ? PagedFlash.MostSplits : 1;
        double all = parts * split;
        double sharing = Math.Min(resident, Math.Ceiling(all / chip.Cores));
        double warm = shared.Kept(chip, s.Cache);
        double step = sharing * Step(chip, c, s, rows, block);
        double latency = ((chip.L2Latency * warm) + (chip.DramLatency * (1 - warm))) / StepsInFlight;
        double part = c.PartOverhead + (rows * s.HeadDim * 4 / c.EpilogueWidth) + (((blocks + split - 1) / split) * (Math.Max(step, latency) + c.StepOverhead));
        double rounds = all / (chip.Cores * resident);
        double compute = Math.Ceiling(rounds) * part;
        double reduce = split == 1 ? 0 : (c.CombineLaunchUs * chip.CyclesPerUs) + (split * (double)s.Batch * s.Heads * s.HeadDim * 8 / chip.L2Width);
        if (replayed) reduce += c.ReduceBlockNs * 1e-3 * chip.CyclesPerUs * PagedFlash.ReductionBlocks(s);
        if (chip.Generation == KernelGeneration.Synchronous && group > 1 && s.Batch > 1 && s.KvHeads > 1)
            reduce += (c.RegroupLaunchUs * chip.CyclesPerUs) + (c.RegroupBytes * s.Batch * s.Heads * s.HeadDim / shared.Dram(chip));
        double contention = hopper && PagedFlash.TakesTurns(s) ? 1 : c.Contention;
        return Total(chip, shared, c, s, contention, compute, s.Cache * (1 - warm), reduce, 0, new(0, 0, 0, 0, 0, 0, group, block, split, rounds));
    }

    private static KernelTime Prefill(KernelChip chip, SharedConstants shared, AttentionConstants c, AttentionShape s)
    {
        // Asynchronous kernels pack the query heads of a key head into the rows of a tile.
        bool asynchronous = chip.Generation == KernelGeneration.Asynchronous;
        bool wide = asynchronous && s.HeadDim > WidestPlanned;
        bool hopper = asynchronous && !wide && !chip.Paired;
        int rows = hopper ? PagedFlash.PromptRows(s) : asynchronous && !wide ? 128 : 64, pack = asynchronous ? s.Heads / s.KvHeads : 1;
        int block = wide ? WideBlock : hopper && s.CacheBytes == 2 ? PagedFlash.PromptBlock(s) : s.HeadDim <= 128 ? 128 : 64;
        int tiles = ((s.Queries * pack) + rows - 1) / rows;
        double steps = 0;
        // The first query sees the keys of before and its own.
        for (int i = 1; i <= tiles; i++) steps += Math.Ceiling(Math.Min(s.Keys - s.Queries + Math.Ceiling((double)i * rows / pack), s.Keys) / block);
        double groups = (double)s.Batch * s.Heads / pack, parts = groups * tiles, mean = steps / tiles, longest = Math.Ceiling((double)s.Keys / block);
        double step = Math.Max(Step(chip, c, s, rows, block), chip.L2Latency / StepsInFlight) + c.StepOverhead;
        // Both groups of warps multiply with all keys, each for half of the outputs, and there is room for one block: loads and work take turns.
        if (wide) step += (rows * (double)block * s.HeadDim / chip.Rate16 / c.Issue) + (2.0 * block * s.HeadDim * s.CacheBytes / chip.FillWidth);
        double overheadOfPart = c.PartOverhead + (rows * s.HeadDim * 4 / c.EpilogueWidth), part = overheadOfPart + (mean * step), slots = chip.Cores;
        double overhead = overheadOfPart * Math.Ceiling(parts / slots);
        int split = asynchronous ? Split(parts, chip.Cores, (int)longest, PagedFlash.MostSplits) : 1;
        double compute = Math.Max(overhead + (groups * steps * step / chip.Cores) + (c.Tail * part / split), overheadOfPart + (Math.Ceiling(longest / split) * step));
        double bytes = s.Cache + (4.0 * s.Batch * s.Queries * s.Heads * s.HeadDim);
        double throttle = shared.Throttle(chip, s.Macs / (chip.Rate16 * chip.Cores) / compute, 0, compute, compute);
        double store = c.StoreBytes * 2 * s.Batch * s.Queries * s.KvHeads * s.HeadDim / shared.Dram(chip);
        store += c.StoreTokenNs * 1e-3 * s.Batch * s.Queries * chip.CyclesPerUs;
        if (split > 1) store += (c.CombineLaunchUs * chip.CyclesPerUs) + (split * (double)s.Batch * s.Queries * s.Heads * s.HeadDim * 8 / chip.L2Width);
        double working = bytes + (4.0 * s.Batch * s.Queries * s.KvHeads * s.HeadDim); // the new keys and values are read from where they were made
        return Total(chip, shared, c, s, c.Contention, compute, bytes * (1 - shared.Kept(chip, working)), store, throttle, new(0, 0, 0, 0, 0, 0, rows, block, split, parts / slots));
    }

    /// <summary>Cycles of one block of keys: two products and softmax, or the fill of shared memory.</summary>
    private static double Step(KernelChip chip, AttentionConstants c, AttentionShape s, int rows, int block)
    {
        double products = 2.0 * rows * block * s.HeadDim / chip.Rate16 / c.Issue;
        double softmax = c.ExpCost * rows * block / chip.ExpRate;
        // With sums in tensor memory the softmax of one tile of queries runs beside the products of another (FlashAttention-4: "the SFU units for softmax" are the bottleneck).
        double overlap = chip.Paired ? 1 : c.ExpOverlap;
        double compute = Math.Max(products, softmax) + (Math.Min(products, softmax) * (1 - overlap));
        return Math.Max(compute, 2.0 * block * s.HeadDim * s.CacheBytes / chip.FillWidth);
    }

    private static KernelTime Total(
        KernelChip chip, SharedConstants shared, AttentionConstants c, AttentionShape s, double contention, double compute, double bytes, double reduce, double throttle, KernelTime shape)
    {
        double memory = bytes / shared.Dram(chip);
        double cycles = ((chip.NodeGapUs + shared.StartUs + c.HelperLaunchUs + (c.SequenceCostNs * 1e-3 * s.Batch)) * chip.CyclesPerUs) + chip.DramLatency + Math.Max(compute, memory)
            + (contention * Math.Min(compute, memory)) + shared.Ramp(chip, memory) + reduce + throttle;
        double us = 1 / chip.CyclesPerUs;
        return shape with
        {
            Cycles = (long)Math.Ceiling(cycles),
            Microseconds = cycles * us,
            ComputeUs = compute * us,
            MemoryUs = memory * us,
            ThrottleUs = throttle * us,
            BesideUs = reduce * us,
        };
    }

    /// <summary>FlashAttention's choice: the smallest split, among those that shorten a part, whose rounds are nearly as full as the fullest.</summary>
    private static int Split(double parts, int slots, int blocks, int most)
    {
        if (parts >= SplitBelow * slots) return 1;
        double best = 0;
        most = Math.Min(Math.Min(most, slots), blocks);
        for (int s = 1; s <= most; s++) best = Math.Max(best, Fullness(s));
        for (int s = 1; s <= most; s++)
        {
            if (Fullness(s) >= GoodEnough * best) return s;
        }
        return 1;

        double Fullness(int s) => s > 1 && (blocks + s - 1) / s == (blocks + s - 2) / (s - 1) ? 0 : parts * s / slots / Math.Ceiling(parts * s / slots);
    }
}
