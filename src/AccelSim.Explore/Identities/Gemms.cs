using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;

namespace AccelSim.Explore.Identities;

/// <summary>GEMMs in short.</summary>
internal static class Gemms
{
    public static GemmOperation Of(long m, long n, long k, string weights = "int8", string activations = "int8", long count = 1, string output = "bf16") => new()
    {
        Name = "gemm",
        Shapes = [new GemmShape(count, m, n, k)],
        Activations = NamedFormat.Of(activations),
        Weights = NamedFormat.Of(weights),
        Output = NamedFormat.Of(output),
    };

    /// <summary>One tile on one core, nothing overlapped: load, compute, epilogue, store.</summary>
    public static Mapping OneTile(GemmOperation gemm) => new()
    {
        TileM = (int)gemm.Shapes[0].M,
        TileN = (int)gemm.Shapes[0].N,
        TileK = (int)gemm.Shapes[0].K,
        OperandBuffers = 1,
        AccumulatorBuffers = 1,
    };
}
