using System.Security.Cryptography;
using System.Text;

namespace AccelSim.Gpu.Driver;

/// <summary>PTX text assembled by the driver and loaded. The driver is one more assembler, so the machine code itself is kept and hashed.</summary>
public sealed unsafe class CudaModule : IDisposable
{
    /// <summary>CUjit_option: error log buffer and its size; CUjitInputType: PTX.</summary>
    private const int ErrorLog = 5, ErrorLogBytes = 6, PtxInput = 1, LogLength = 8192;

    private readonly CudaDevice device;
    private readonly nint module;

    /// <param name="device">Where it is loaded.</param>
    /// <param name="ptx">The text.</param>
    /// <exception cref="CudaException">The driver refuses it; the message holds its log.</exception>
    public CudaModule(CudaDevice device, string ptx)
    {
        ArgumentNullException.ThrowIfNull(device);
        this.device = device;
        Cubin = Assemble(ptx);
        nint loaded = 0;
        var load = (delegate* unmanaged<nint*, void*, uint, int*, void**, int>)device.Library.Export("cuModuleLoadDataEx");
        fixed (byte* image = Cubin)
            device.Library.Check("cuModuleLoadDataEx", load(&loaded, image, 0, null, null));
        module = loaded;
    }

    /// <summary>The machine code.</summary>
    public byte[] Cubin { get; }

    /// <summary>SHA-256 of the machine code, in hexadecimal.</summary>
    public string CubinHash => Convert.ToHexStringLower(SHA256.HashData(Cubin));

    /// <summary>Runs an entry and waits.</summary>
    /// <param name="entry">Its name.</param>
    /// <param name="blocks">Thread blocks, one-dimensional.</param>
    /// <param name="threads">Threads a block.</param>
    /// <param name="arguments">One a parameter, laid out as the entry declares it.</param>
    public void Launch(string entry, int blocks, int threads, IReadOnlyList<byte[]> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        CudaLibrary library = device.Library;
        nint function = 0;
        fixed (byte* name = Encoding.UTF8.GetBytes(entry + '\0'))
            library.Check("cuModuleGetFunction", ((delegate* unmanaged<nint*, nint, byte*, int>)library.Export("cuModuleGetFunction"))(&function, module, name));
        byte[] packed = [.. arguments.SelectMany(argument => argument)];
        void** places = stackalloc void*[arguments.Count];
        var launch = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)library.Export("cuLaunchKernel");
        fixed (byte* at = packed)
        {
            int offset = 0;
            for (int i = 0; i < arguments.Count; offset += arguments[i].Length, i++) places[i] = at + offset;
            library.Check("cuLaunchKernel", launch(function, (uint)blocks, 1, 1, (uint)threads, 1, 1, 0, 0, places, null));
        }
        device.Synchronize();
    }

    public void Dispose() => device.Library.Check("cuModuleUnload", ((delegate* unmanaged<nint, int>)device.Library.Export("cuModuleUnload"))(module));

    private byte[] Assemble(string ptx)
    {
        CudaLibrary library = device.Library;
        byte[] text = Encoding.ASCII.GetBytes(ptx + '\0'), log = new byte[LogLength];
        fixed (byte* source = text, messages = log, name = "kernel.ptx\0"u8)
        {
            int* options = stackalloc int[] { ErrorLog, ErrorLogBytes };
            void** values = stackalloc void*[] { messages, (void*)LogLength };
            nint state = 0;
            void* image = null;
            nuint size = 0;
            library.Check("cuLinkCreate", ((delegate* unmanaged<uint, int*, void**, nint*, int>)library.Export("cuLinkCreate_v2"))(2, options, values, &state));
            try
            {
                var add = (delegate* unmanaged<nint, int, void*, nuint, byte*, uint, int*, void**, int>)library.Export("cuLinkAddData_v2");
                int result = add(state, PtxInput, source, (nuint)text.Length, name, 0, null, null);
                library.Check("cuLinkAddData", result, Log(log));
                result = ((delegate* unmanaged<nint, void**, nuint*, int>)library.Export("cuLinkComplete"))(state, &image, &size);
                library.Check("cuLinkComplete", result, Log(log));
                return new ReadOnlySpan<byte>(image, checked((int)size)).ToArray();
            }
            finally
            {
                ((delegate* unmanaged<nint, int>)library.Export("cuLinkDestroy"))(state);
            }
        }
    }

    private static string Log(byte[] log) => Encoding.UTF8.GetString(log.AsSpan(0, Math.Max(log.AsSpan().IndexOf((byte)0), 0)));
}
