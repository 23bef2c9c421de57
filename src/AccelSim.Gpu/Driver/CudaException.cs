namespace AccelSim.Gpu.Driver;

/// <summary>A function of the driver failed.</summary>
/// <param name="function">Its name.</param>
/// <param name="result">CUresult.</param>
/// <param name="text">What the driver says about it, and the log of its assembler where there is one.</param>
public sealed class CudaException(string function, int result, string text) : Exception($"{function} failed with {result}: {text}")
{
    /// <summary>CUresult.</summary>
    public int Result => result;
}
