using ILGPU.Runtime.Cuda;

namespace AccelSim.Gpu.Kernels;

/// <summary>fp32 of an NVIDIA GPU: PTX instructions with explicit rounding, which no assembler may fuse or split (PTX ISA, mul, fma).</summary>
public readonly struct CudaArithmetic : IArithmetic
{
    /// <inheritdoc/>
    public float Multiply(float a, float b)
    {
        CudaAsm.Emit("mul.rn.f32 %0, %1, %2;", out float product, a, b);
        return product;
    }

    /// <inheritdoc/>
    public float FusedMultiplyAdd(float a, float b, float c)
    {
        CudaAsm.Emit("fma.rn.f32 %0, %1, %2, %3;", out float sum, a, b, c);
        return sum;
    }
}
