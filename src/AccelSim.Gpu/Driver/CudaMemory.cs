namespace AccelSim.Gpu.Driver;

/// <summary>A block of device memory.</summary>
public sealed unsafe class CudaMemory : IDisposable
{
    private readonly CudaLibrary library;

    private CudaMemory(CudaLibrary library, ulong address, nuint bytes, int length) =>
        (this.library, Address, Bytes, Length) = (library, address, bytes, length);

    /// <summary>CUdeviceptr.</summary>
    public ulong Address { get; }

    /// <summary>Size.</summary>
    public nuint Bytes { get; }

    /// <summary>Elements.</summary>
    public int Length { get; }

    internal static CudaMemory Of<T>(CudaDevice device, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        nuint bytes = (nuint)values.Length * (nuint)sizeof(T);
        ulong address = 0;
        device.Library.Check("cuMemAlloc", ((delegate* unmanaged<ulong*, nuint, int>)device.Library.Export("cuMemAlloc_v2"))(&address, bytes));
        var memory = new CudaMemory(device.Library, address, bytes, values.Length);
        fixed (T* source = values)
            device.Library.Check("cuMemcpyHtoD", ((delegate* unmanaged<ulong, void*, nuint, int>)device.Library.Export("cuMemcpyHtoD_v2"))(address, source, bytes));
        return memory;
    }

    /// <summary>Copies everything back.</summary>
    public void Download<T>(Span<T> values)
        where T : unmanaged
    {
        if ((nuint)values.Length * (nuint)sizeof(T) != Bytes)
            throw new ArgumentException($"{values.Length} elements of {sizeof(T)} bytes are not the {Bytes} bytes of the block");
        fixed (T* target = values)
            library.Check("cuMemcpyDtoH", ((delegate* unmanaged<void*, ulong, nuint, int>)library.Export("cuMemcpyDtoH_v2"))(target, Address, Bytes));
    }

    public void Dispose() => library.Check("cuMemFree", ((delegate* unmanaged<ulong, int>)library.Export("cuMemFree_v2"))(Address));
}
