using AccelSim.Gpu.Kernels;

namespace AccelSim.Gpu.Devices;

/// <summary>Runs kernels: ILGPU's CPU accelerator, ILGPU's CUDA accelerator, or libcuda alone.</summary>
public interface IKernelDevice : IDisposable
{
    /// <summary>What runs the kernels, for messages.</summary>
    string Name { get; }

    /// <summary>Copies everything to the device, runs one thread an output element, and copies <see cref="GemmBuffers.Sums"/> back.</summary>
    void Run(GemmKernel kernel, GemmBuffers buffers);
}
