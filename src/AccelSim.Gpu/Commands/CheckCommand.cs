using AccelSim.Gpu.Checks;
using AccelSim.Gpu.Devices;
using AccelSim.Gpu.Driver;

namespace AccelSim.Gpu.Commands;

/// <summary><c>check</c>: the kernels on a device, then the tensor cores themselves.</summary>
internal static class CheckCommand
{
    public static int Run(GpuOptions options, TextWriter output, TextWriter error)
    {
        var table = new CheckTable(output, options.Csv);
        if (options.Cpu)
        {
            using var processor = IlgpuDevice.Cpu();
            table.Head();
            Kernels(processor, options, table);
            return Verdict(table);
        }
        using CudaDevice gpu = CudaDevice.Open(CudaLibrary.Open(), options.Device);
        using Recording? recording = options.Record is { } folder ? new Recording(folder, gpu) : null;
        using IKernelDevice device = Open(gpu, options, error);
        error.WriteLine($"{gpu.Name}, sm_{gpu.Capability}, CUDA {gpu.CudaVersion}, {KernelDriver.Version()}; kernels by {device.Name}");
        table.Head();
        Kernels(device, options, table);
        if (!options.Quick)
        {
            foreach (LargeCheck check in LargeCheck.All) table.Add(check.ToString(), check.Run(device, new Draw(options.Seed), check.Size));
        }
        TensorCores.Run(gpu, recording, table, error);
        if (recording?.Keep(table) is { } place)
            error.WriteLine($"recorded in {place}");
        return Verdict(table);
    }

    private static void Kernels(IKernelDevice device, GpuOptions options, CheckTable table)
    {
        int count = DeviceChecks.All.Length;
        for (int i = 0; i < count; i++)
        {
            int shapes = options.Shapes / count + (i < options.Shapes % count ? 1 : 0);
            if (shapes > 0) table.Add(DeviceChecks.All[i].Name, DeviceChecks.All[i].Run(device, shapes, options.Seed));
        }
    }

    /// <summary>ILGPU where it takes the driver and runs a product; else the driver by itself.</summary>
    private static IKernelDevice Open(CudaDevice gpu, GpuOptions options, TextWriter error)
    {
        if (options.Loader != "driver")
        {
            IlgpuDevice? device = null;
            try
            {
                device = IlgpuDevice.Cuda(options.Device);
                DeviceChecks.All[0].Run(device, 1, options.Seed);
                return device;
            }
            catch (Exception fault) when (options.Loader == "auto")
            {
                // Whatever ILGPU throws at a driver newer than itself: its kernels do not depend on it.
                error.WriteLine($"ILGPU does not take this driver ({fault.Message.ReplaceLineEndings(" ")}); its kernels are loaded through libcuda");
                device?.Dispose();
            }
        }
        return new DriverDevice(gpu);
    }

    private static int Verdict(CheckTable table) => table.IsClean ? GpuCommand.Done : GpuCommand.Differs;
}
