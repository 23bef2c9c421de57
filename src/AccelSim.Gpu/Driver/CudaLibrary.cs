using System.Runtime.InteropServices;
using AccelSim.Gpu.Devices;

namespace AccelSim.Gpu.Driver;

/// <summary>libcuda.so.1 by function pointer (CUDA Driver API): what comes with every NVIDIA driver, no toolkit.</summary>
public sealed unsafe class CudaLibrary
{
    private const int NoDevice = 100;

    private readonly nint library;
    private readonly delegate* unmanaged<int, byte**, int> errorString;

    private CudaLibrary(nint library)
    {
        this.library = library;
        errorString = (delegate* unmanaged<int, byte**, int>)Export("cuGetErrorString");
    }

    /// <summary>Loads and initialises the driver.</summary>
    /// <exception cref="GpuUnavailableException">There is no driver, or it sees no device.</exception>
    public static CudaLibrary Open(string name = "libcuda.so.1")
    {
        if (!NativeLibrary.TryLoad(name, out nint handle))
            throw new GpuUnavailableException($"no NVIDIA driver on this machine: {name} cannot be loaded");
        var cuda = new CudaLibrary(handle);
        int result = ((delegate* unmanaged<uint, int>)cuda.Export("cuInit"))(0);
        if (result != 0)
        {
            throw new GpuUnavailableException(result == NoDevice
                ? "an NVIDIA driver, but no device that it can use"
                : $"the NVIDIA driver does not start: cuInit gives {result}: {cuda.Text(result)}");
        }
        return cuda;
    }

    /// <summary>The address of a function.</summary>
    /// <exception cref="GpuUnavailableException">The driver has no such function.</exception>
    public nint Export(string name) => NativeLibrary.TryGetExport(library, name, out nint address)
        ? address
        : throw new GpuUnavailableException($"the NVIDIA driver is too old: it lacks {name}");

    /// <summary>Throws where a result is not CUDA_SUCCESS.</summary>
    public void Check(string function, int result, string? log = null)
    {
        if (result != 0)
            throw new CudaException(function, result, string.IsNullOrWhiteSpace(log) ? Text(result) : $"{Text(result)}: {log.Trim().ReplaceLineEndings("; ")}");
    }

    private string Text(int result)
    {
        byte* text = null;
        return errorString(result, &text) == 0 && text != null ? Marshal.PtrToStringUTF8((nint)text) ?? "" : "unknown error";
    }
}
