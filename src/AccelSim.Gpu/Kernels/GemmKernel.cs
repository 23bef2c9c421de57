using System.Collections.Immutable;
using System.Reflection;
using ILGPU;

namespace AccelSim.Gpu.Kernels;

/// <summary>A kernel: one thread an output element. All have the same parameters, so that one launcher serves them.</summary>
/// <param name="Name">As in messages.</param>
/// <param name="Host">For ILGPU's CPU accelerator.</param>
/// <param name="Cuda">For NVIDIA GPUs.</param>
public sealed record GemmKernel(string Name, GemmKernel.Body Host, GemmKernel.Body Cuda)
{
    /// <summary>Left, right and high codes, scales of both sides, sums, settings.</summary>
    public delegate void Body(Index1D index, ArrayView<uint> left, ArrayView<uint> right, ArrayView<uint> high, ArrayView<float> leftScales,
        ArrayView<float> rightScales, ArrayView<uint> sums, ArrayView<int> settings);

    /// <summary>Plain and block-scaled formats, exact sums.</summary>
    public static GemmKernel Segments { get; } = new("segment_gemm", SegmentGemm.Kernel<HostArithmetic>, SegmentGemm.Kernel<CudaArithmetic>);

    /// <summary>SQ-format weights.</summary>
    public static GemmKernel Sq { get; } = new("sq_gemm", SqGemm.Kernel<HostArithmetic>, SqGemm.Kernel<CudaArithmetic>);

    /// <summary>fp32 chains.</summary>
    public static GemmKernel Chain { get; } = new("chain_gemm", ChainGemm.Kernel<HostArithmetic>, ChainGemm.Kernel<CudaArithmetic>);

    /// <summary>Tensor-core sums.</summary>
    public static GemmKernel TFdpa { get; } = new("t_fdpa_gemm", TFdpaGemm.Kernel, TFdpaGemm.Kernel);

    /// <summary>All of them; a new kernel is a file and a line here.</summary>
    public static ImmutableArray<GemmKernel> All { get; } = [Segments, Sq, Chain, TFdpa];

    /// <summary>The method that the PTX backend compiles.</summary>
    public MethodInfo CudaMethod => Cuda.Method;

    public override string ToString() => Name;
}
