using AccelSim.Gpu.Kernels;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace AccelSim.Gpu.Devices;

/// <summary>The PTX of the kernels, made without a device. ILGPU caps the target at sm_80; drivers of newer GPUs take it.</summary>
public static class KernelText
{
    /// <summary>Compiles one kernel. PTX ISA 7.0 is what every driver since CUDA 11.0 reads.</summary>
    /// <param name="context">An ILGPU context.</param>
    /// <param name="kernel">Which.</param>
    /// <param name="architecture">sm_70 or newer.</param>
    /// <returns>A module with one entry.</returns>
    public static string Of(Context context, GemmKernel kernel, CudaArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(kernel);
        using var backend = new PTXBackend(context, architecture, CudaInstructionSet.ISA_70, null!);
        var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(kernel.CudaMethod), KernelSpecialization.Empty);
        return compiled.PTXAssembly;
    }

    /// <summary>The architecture to compile for: that of the device, at most sm_80.</summary>
    /// <param name="capability">Compute capability times ten.</param>
    public static CudaArchitecture ArchitectureFor(int capability) =>
        capability >= 80 ? CudaArchitecture.SM_80 : capability >= 75 ? CudaArchitecture.SM_75 : CudaArchitecture.SM_70;
}
