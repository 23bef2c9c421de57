namespace AccelSim.Gpu.Kernels;

/// <summary>What a kernel reads and writes, on the host. No array is empty: a device has no empty buffers.</summary>
/// <param name="Threads">Output elements.</param>
/// <param name="Left">Codes in words.</param>
/// <param name="Right">Codes in words.</param>
/// <param name="High">High codes of SQ-format in words.</param>
/// <param name="LeftScales">fp32.</param>
/// <param name="RightScales">fp32.</param>
/// <param name="Sums">Start values; replaced by results.</param>
/// <param name="Settings">See <see cref="GemmSettings"/>.</param>
public sealed record GemmBuffers(
    int Threads, uint[] Left, uint[] Right, uint[] High, float[] LeftScales, float[] RightScales, uint[] Sums, int[] Settings);
