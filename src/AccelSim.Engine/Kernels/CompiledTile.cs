namespace AccelSim.Engine.Kernels;

/// <summary>
/// The tile for which DeepGEMM compiles a kernel, and the depth of its pipeline: a published rule, not the fastest tile (TensorRT-LLM,
/// cpp/include/tensorrt_llm/deep_gemm/jit_utils.cuh at 3aa6b11, and its dispatch; DeepGEMM's get_best_configs is the same for 32 tokens and more).
/// </summary>
public static class CompiledTile
{
    private const int FewTokens = 32;       // below, tokens take the narrow side
    private const int Narrowest = 16, Widest = 128, Step = 8;
    private const int Fewest = 64;          // up to as many, 64 on the wide side, else 128
    private const int MostStages = 8, MostUnevenStages = 6;
    private const int StageBytes = 128;     // of a row or column, a step of K

    /// <summary>Tile of a shape on so many cores, and steps of K in flight that fit beside its 16-bit outputs.</summary>
    public static (KernelTile Tile, int Stages) Of(int cores, double scratchpadBytes, GemmShape shape)
    {
        bool swapped = shape.M < FewTokens;
        long along = swapped ? shape.N : shape.M, across = swapped ? shape.M : shape.N;
        int wide = along <= Fewest ? Fewest : 128, narrow = Narrow(cores, Parts(along, wide), across);
        double room = (scratchpadBytes - (2.0 * wide * narrow)) / ((wide + narrow) * StageBytes);
        int stages = (int)Math.Clamp(room, 1, 128 % narrow == 0 ? MostStages : MostUnevenStages);
        return (swapped ? new(narrow, wide) : new(wide, narrow), stages);
    }

    /// <summary>Fewest rounds; of those the fullest last round; of those the narrowest.</summary>
    private static int Narrow(int cores, long rows, long across)
    {
        (int best, long bestRounds, long bestLast) = (0, long.MaxValue, 0);
        for (int narrow = Narrowest; narrow <= Widest; narrow += Step)
        {
            long tiles = rows * Parts(across, narrow), rounds = Parts(tiles, cores), last = tiles % cores == 0 ? cores : tiles % cores;
            if (rounds < bestRounds || (rounds == bestRounds && last > bestLast)) (best, bestRounds, bestLast) = (narrow, rounds, last);
        }
        return best;
    }

    private static long Parts(long whole, long part) => (whole + part - 1) / part;
}
