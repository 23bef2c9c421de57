namespace AccelSim.Gpu.Devices;

/// <summary>There is no GPU to run on; the message says why in one line. Ends the program with code 77.</summary>
public sealed class GpuUnavailableException(string reason) : Exception(reason);
