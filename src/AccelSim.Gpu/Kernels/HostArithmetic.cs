namespace AccelSim.Gpu.Kernels;

/// <summary>fp32 of this processor, for ILGPU's CPU accelerator.</summary>
public readonly struct HostArithmetic : IArithmetic
{
    /// <inheritdoc/>
    public float Multiply(float a, float b) => a * b;

    /// <inheritdoc/>
    public float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);
}
