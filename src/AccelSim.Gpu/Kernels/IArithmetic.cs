namespace AccelSim.Gpu.Kernels;

/// <summary>
/// The three fp32 operations that kernels may do, each one IEEE operation rounded to nearest-even. A kernel is generic in it, because the fused
/// multiply-add of .NET is unknown to the PTX backend, and an instruction without a rounding modifier may be fused by the assembler.
/// </summary>
public interface IArithmetic
{
    /// <summary>fl(a * b).</summary>
    float Multiply(float a, float b);

    /// <summary>fl(a * b + c), one rounding.</summary>
    float FusedMultiplyAdd(float a, float b, float c);
}
