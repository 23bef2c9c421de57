using System.Globalization;
using System.Text;
using AccelSim.Gpu.Devices;

namespace AccelSim.Gpu.Driver;

/// <summary>A GPU with its primary context current on the calling thread. Every member runs on the thread that opened it.</summary>
public sealed unsafe class CudaDevice : IDisposable
{
    /// <summary>CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR.</summary>
    private const int MajorAttribute = 75, MinorAttribute = 76;

    /// <summary>Kernels are compiled for sm_70 and newer.</summary>
    public const int OldestCapability = 70;

    private readonly int handle;
    private readonly nint context;

    private CudaDevice(CudaLibrary library, int index)
    {
        Library = library;
        int device = 0, major = 0, minor = 0, version = 0;
        library.Check("cuDeviceGet", ((delegate* unmanaged<int*, int, int>)library.Export("cuDeviceGet"))(&device, index));
        handle = device;
        byte* name = stackalloc byte[256];
        library.Check("cuDeviceGetName", ((delegate* unmanaged<byte*, int, int, int>)library.Export("cuDeviceGetName"))(name, 255, device));
        Name = Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        var attribute = (delegate* unmanaged<int*, int, int, int>)library.Export("cuDeviceGetAttribute");
        library.Check("cuDeviceGetAttribute", attribute(&major, MajorAttribute, device));
        library.Check("cuDeviceGetAttribute", attribute(&minor, MinorAttribute, device));
        Capability = major * 10 + minor;
        library.Check("cuDriverGetVersion", ((delegate* unmanaged<int*, int>)library.Export("cuDriverGetVersion"))(&version));
        CudaVersion = string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}");
        if (Capability < OldestCapability)
            throw new GpuUnavailableException($"{Name} is too old: compute capability {major}.{minor}, 7.0 or newer is needed");
        nint primary = 0;
        library.Check("cuDevicePrimaryCtxRetain", ((delegate* unmanaged<nint*, int, int>)library.Export("cuDevicePrimaryCtxRetain"))(&primary, device));
        context = primary;
        MakeCurrent();
    }

    /// <summary>The driver.</summary>
    public CudaLibrary Library { get; }

    /// <summary>Such as <c>NVIDIA H200</c>.</summary>
    public string Name { get; }

    /// <summary>Compute capability times ten: 90 for Hopper.</summary>
    public int Capability { get; }

    /// <summary>The newest CUDA that the driver serves, such as 12.4.</summary>
    public string CudaVersion { get; }

    /// <summary>Opens a device by its number.</summary>
    /// <exception cref="GpuUnavailableException">There is no such device, or it is too old.</exception>
    public static CudaDevice Open(CudaLibrary library, int index)
    {
        ArgumentNullException.ThrowIfNull(library);
        int count = 0;
        library.Check("cuDeviceGetCount", ((delegate* unmanaged<int*, int>)library.Export("cuDeviceGetCount"))(&count));
        if (count == 0)
            throw new GpuUnavailableException("an NVIDIA driver, but no device that it can use");
        return index < count ? new(library, index) : throw new GpuUnavailableException($"no device {index}: the driver sees {count}, numbered from 0");
    }

    /// <summary>Makes the context current again, after another library may have changed it.</summary>
    public void MakeCurrent() => Library.Check("cuCtxSetCurrent", ((delegate* unmanaged<nint, int>)Library.Export("cuCtxSetCurrent"))(context));

    /// <summary>Waits for all launches.</summary>
    public void Synchronize() => Library.Check("cuCtxSynchronize", ((delegate* unmanaged<int>)Library.Export("cuCtxSynchronize"))());

    /// <summary>Device memory with a copy of an array.</summary>
    public CudaMemory Upload<T>(ReadOnlySpan<T> values)
        where T : unmanaged => CudaMemory.Of(this, values);

    public void Dispose() => Library.Check("cuDevicePrimaryCtxRelease", ((delegate* unmanaged<int, int>)Library.Export("cuDevicePrimaryCtxRelease_v2"))(handle));
}
