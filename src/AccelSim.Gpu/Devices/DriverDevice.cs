using AccelSim.Gpu.Driver;
using AccelSim.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime.CPU;

namespace AccelSim.Gpu.Devices;

/// <summary>The same kernels on a driver that ILGPU does not know: PTX of its backend, loaded and launched through libcuda.</summary>
public sealed class DriverDevice : IKernelDevice
{
    private const int BlockThreads = 256;

    private readonly CudaDevice device;
    private readonly Context context = Context.Create(builder => builder.CPU());
    private readonly Dictionary<GemmKernel, (CudaModule Module, PtxEntry Entry)> modules = [];

    /// <param name="device">An open device, which stays the caller's.</param>
    public DriverDevice(CudaDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        this.device = device;
    }

    public string Name => $"libcuda on {device.Name}";

    /// <summary>The arguments of every kernel: index bound, five views of codes and scales, sums, settings.</summary>
    public static IReadOnlyList<byte[]> Arguments(int threads, params IReadOnlyList<(ulong Address, int Length)> views) =>
        [PtxEntry.Word(threads), .. views.Select(view => PtxEntry.View(view.Address, view.Length))];

    public void Run(GemmKernel kernel, GemmBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(buffers);
        device.MakeCurrent();
        if (!modules.TryGetValue(kernel, out (CudaModule Module, PtxEntry Entry) loaded))
        {
            string ptx = KernelText.Of(context, kernel, KernelText.ArchitectureFor(device.Capability));
            modules[kernel] = loaded = (new CudaModule(device, ptx), PtxEntry.Read(ptx));
        }
        using CudaMemory left = device.Upload<uint>(buffers.Left), right = device.Upload<uint>(buffers.Right), high = device.Upload<uint>(buffers.High);
        using CudaMemory leftScales = device.Upload<float>(buffers.LeftScales), rightScales = device.Upload<float>(buffers.RightScales);
        using CudaMemory sums = device.Upload<uint>(buffers.Sums), settings = device.Upload<int>(buffers.Settings);
        CudaMemory[] views = [left, right, high, leftScales, rightScales, sums, settings];
        IReadOnlyList<byte[]> arguments = Arguments(buffers.Threads, [.. views.Select(v => (v.Address, v.Length))]);
        loaded.Entry.Check(arguments);
        loaded.Module.Launch(loaded.Entry.Name, (buffers.Threads - 1) / BlockThreads + 1, BlockThreads, arguments);
        sums.Download<uint>(buffers.Sums);
    }

    public void Dispose()
    {
        device.MakeCurrent();
        foreach ((CudaModule module, _) in modules.Values) module.Dispose();
        context.Dispose();
    }
}
