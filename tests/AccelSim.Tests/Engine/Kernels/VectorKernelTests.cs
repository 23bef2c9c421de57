using AccelSim.Engine.Kernels;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Kernels;

public sealed class VectorKernelTests
{
    private static KernelTime Time(string operation, double rows, double elements, string gpu = "a100-sxm")
    {
        KernelChip chip = ShippedKernels.Chip(gpu);
        return VectorKernels.Run(chip, ShippedKernels.Shared(chip), operation, rows, elements)!.Value;
    }

    [Test]
    public void Neither_the_framework_nor_the_pins_are_ever_beaten()
    {
        var random = new Random(11);
        foreach (RowOperation operation in VectorKernels.Operations)
        {
            foreach (string gpu in ShippedKernels.Gpus)
            {
                KernelChip chip = ShippedKernels.Chip(gpu);
                for (int i = 0; i < 50; i++)
                {
                    (int rows, int elements) = (random.Next(1, 70000), random.Next(1, 70000));
                    double bytes = 4.0 * rows * elements, us = Time(operation.Name, rows, elements, gpu).Microseconds;
                    Assert.That(us, Is.GreaterThan(operation.FrameworkUs + chip.NodeGapUs));
                    if (bytes > 4 * chip.L2Capacity) Assert.That(us, Is.GreaterThan(bytes / (chip.DramWidth * chip.CyclesPerUs)));
                }
            }
        }
    }

    [Test]
    public void A_second_pass_is_free_of_DRAM_until_the_rows_in_flight_outgrow_L2()
    {
        double Bytes(double rows, double elements) => Time("layernorm", rows, elements).MemoryUs;
        const double Elements = 4096.0 * 65536;
        double once = Bytes(Elements / 4096, 4096), twice = Bytes(Elements / 65536, 65536);
        Assert.That(twice / once, Is.EqualTo(1.5).Within(2e-3), "read, read again and written against read and written");
    }

    [Test]
    public void Rows_that_fit_registers_are_read_once()
    {
        Assert.That(Time("softmax", 65536, 1024).ComputeUs, Is.EqualTo(Time("softmax", 16384, 4096).ComputeUs).Within(1e-9), "the same instructions");
        Assert.That(Time("softmax", 65536, 1024).Microseconds, Is.LessThan(Time("softmax", 16384, 4096).Microseconds));
    }

    [Test]
    public void Unknown_operations_have_no_time()
    {
        KernelChip chip = ShippedKernels.Chip("a100-sxm");
        Assert.That(VectorKernels.Run(chip, ShippedKernels.Shared(chip), "relu", 1, 1), Is.Null);
    }
}
