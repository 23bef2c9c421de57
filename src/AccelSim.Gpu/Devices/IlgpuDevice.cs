using AccelSim.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace AccelSim.Gpu.Devices;

/// <summary>An ILGPU accelerator.</summary>
public sealed class IlgpuDevice : IKernelDevice
{
    private readonly Context context;
    private readonly Accelerator accelerator;
    private readonly Dictionary<GemmKernel, Launcher> launchers = [];

    private IlgpuDevice(Context context, Func<Context, Accelerator> open)
    {
        this.context = context;
        try
        {
            accelerator = open(context);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private delegate void Launcher(Index1D index, ArrayView<uint> left, ArrayView<uint> right, ArrayView<uint> high, ArrayView<float> leftScales,
        ArrayView<float> rightScales, ArrayView<uint> sums, ArrayView<int> settings);

    public string Name => $"ILGPU on {accelerator.Name}";

    /// <summary>The processor at hand, one thread after the other: slow, and the same kernels.</summary>
    public static IlgpuDevice Cpu() =>
        new(Context.Create(builder => builder.CPU(new CPUDevice(4, 1, 1))), context => context.CreateCPUAccelerator(0, CPUAcceleratorMode.Sequential));

    /// <summary>A CUDA device by its number. Throws whatever ILGPU throws at a driver that it does not know.</summary>
    public static IlgpuDevice Cuda(int index) =>
        new(Context.Create(builder => builder.Cuda()), context => context.CreateCudaAccelerator(index));

    public void Run(GemmKernel kernel, GemmBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(buffers);
        if (!launchers.TryGetValue(kernel, out Launcher? launch))
            launchers[kernel] = launch = Load(kernel);
        using MemoryBuffer1D<uint, Stride1D.Dense> left = accelerator.Allocate1D(buffers.Left), right = accelerator.Allocate1D(buffers.Right);
        using MemoryBuffer1D<uint, Stride1D.Dense> high = accelerator.Allocate1D(buffers.High), sums = accelerator.Allocate1D(buffers.Sums);
        using MemoryBuffer1D<float, Stride1D.Dense> leftScales = accelerator.Allocate1D(buffers.LeftScales), rightScales = accelerator.Allocate1D(buffers.RightScales);
        using MemoryBuffer1D<int, Stride1D.Dense> settings = accelerator.Allocate1D(buffers.Settings);
        launch(buffers.Threads, left.View, right.View, high.View, leftScales.View, rightScales.View, sums.View, settings.View);
        accelerator.Synchronize();
        sums.CopyToCPU(buffers.Sums);
    }

    public void Dispose()
    {
        accelerator.Dispose();
        context.Dispose();
    }

    private Launcher Load(GemmKernel kernel)
    {
        GemmKernel.Body body = accelerator.AcceleratorType == AcceleratorType.Cuda ? kernel.Cuda : kernel.Host;
        var action = body.Method.CreateDelegate<Action<Index1D, ArrayView<uint>, ArrayView<uint>, ArrayView<uint>, ArrayView<float>, ArrayView<float>, ArrayView<uint>, ArrayView<int>>>();
        return accelerator.LoadAutoGroupedStreamKernel(action).Invoke;
    }
}
