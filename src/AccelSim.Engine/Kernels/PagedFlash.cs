namespace AccelSim.Engine.Kernels;

/// <summary>
/// What FlashAttention 3 does over a paged cache on Hopper, as its source states it: block sizes (hopper/tile_size.h at 02d073b), and with one query token a sequence the split that
/// the scheduler kernel of a replayed graph plans (hopper/flash_prepare_scheduler.cu at 000090d) and the reduction that follows whether the cache was split or not.
/// </summary>
public static class PagedFlash
{
    /// <summary>Most sequences of a step that vLLM replays as a graph.</summary>
    public const int MostSequences = 512;

    /// <summary>Most parts of the cache that a graph leaves room for (vLLM).</summary>
    public const int MostSplits = 32;

    /// <summary>Rows of a block of a prompt's queries.</summary>
    public static int PromptRows(AttentionShape shape) => shape.HeadDim <= 64 ? 192 : 128;

    /// <summary>Keys of a block under a causal mask.</summary>
    public static int PromptBlock(AttentionShape shape) => shape is { CacheBytes: 2, HeadDim: <= 64 } ? 128 : Block(shape);

    /// <summary>Keys of a block without a mask, for heads up to 256 elements wide.</summary>
    public static int Block(AttentionShape shape) => (shape.CacheBytes, shape.HeadDim) switch
    {
        (1, <= 192) => 160,
        (1, _) => 128,
        (_, <= 64) => 192,
        (_, <= 128) => 128,
        (_, <= 192) => 96,
        _ => 80,
    };

    /// <summary>
    /// Whether loads and work of a block take turns: heads wider than 128 over an 8-bit cache, whose values are transposed on the way. The tile table says so of heads of 256
    /// ("uses more registers so we disabled" the overlap); the calibration half shows it from 192 on.
    /// </summary>
    public static bool TakesTurns(AttentionShape shape) => shape.CacheBytes == 1 && shape.HeadDim > 128;

    /// <summary>Parts of each cache: as many as give every core its share of all blocks and a tenth more.</summary>
    /// <param name="groups">Sequences times key heads times blocks of query rows.</param>
    /// <param name="cores">Cores of the chip.</param>
    /// <param name="blocks">Blocks of keys of a sequence.</param>
    public static int Split(double groups, int cores, int blocks)
    {
        int share = (int)Math.Ceiling(groups * blocks * 1.1 / cores);
        return Math.Clamp((blocks + share - 1) / share, 1, MostSplits);
    }

    /// <summary>Blocks of threads of the reduction: for each sequence its query heads by 8, or by 16 where the width is no multiple of 128 (hopper/flash_fwd_combine_launch_template.h at 01de45b).</summary>
    public static double ReductionBlocks(AttentionShape shape) => shape.Batch * Math.Ceiling(shape.Heads / (shape.HeadDim % 128 == 0 ? 8.0 : 16.0));
}
