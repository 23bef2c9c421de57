using AccelSim.Engine.Kernels;
using AccelSim.Model.Measured;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Kernels;

/// <summary>What carries calibrated constants to machines and formats that were never measured.</summary>
public sealed class CarriedKernelTests
{
    private static readonly string[] Dtypes = ["bfloat16", "bfloat16_2:4", "fp8", "fp8_kernel", "fp8_block", "fp8_block_kernel", "nvfp4", "nvfp4_kernel", "int8_w8a8", "int8_wo", "int4_wo"];

    private static double Tflops(string gpu, string dtype, long m, long n, long k)
    {
        var row = new MeasuredKernel { Kind = MeasuredKind.Gemm, Machine = gpu, Dtype = dtype, Shape = new(m, n, k), LatencyUs = 1, Place = "" };
        return new KernelModel(ShippedKernels.Chip(gpu), ShippedKernels.Library).Run(row) is { } time ? 2e-6 * m * n * k / time.Microseconds : 0;
    }

    [Test]
    public void Every_dtype_has_a_time_on_every_gpu_that_has_its_units()
    {
        foreach (string gpu in ShippedKernels.Gpus)
        {
            foreach (string dtype in Dtypes)
                Assert.That(Tflops(gpu, dtype, 512, 4096, 4096) > 0, Is.EqualTo(dtype.StartsWith("nvfp4", StringComparison.Ordinal) ? gpu == "b200-sxm" : gpu != "a100-sxm" || !dtype.StartsWith("fp8", StringComparison.Ordinal)), $"{gpu} {dtype}");
        }
    }

    /// <summary>8192 cubed on machines that calibrated nothing; shares of the quoted peak as public GEMM figures have them: docs/SILICON.md.</summary>
    [TestCase("h100-sxm", "bfloat16", 600, 790)]
    [TestCase("l40s", "bfloat16", 235, 330)]
    [TestCase("b200-sxm", "bfloat16", 1350, 1900)]
    [TestCase("h100-sxm", "fp8", 1000, 1600)]
    [TestCase("l40s", "fp8", 400, 660)]
    [TestCase("b200-sxm", "fp8", 2200, 3900)]
    [TestCase("b200-sxm", "nvfp4_kernel", 5000, 8000)]
    public void Large_gemms_of_machines_that_were_never_measured_reach_a_plausible_rate(string gpu, string dtype, double least, double most) =>
        Assert.That(Tflops(gpu, dtype, 8192, 8192, 8192), Is.InRange(least, most));

    [TestCase("h100-sxm")]
    [TestCase("l40s")]
    [TestCase("b200-sxm")]
    public void Weights_of_one_token_stream_at_a_plausible_share_of_the_pins(string gpu)
    {
        KernelChip chip = ShippedKernels.Chip(gpu);
        double share = Tflops(gpu, "bfloat16", 1, 16384, 16384) * 1e6 / (chip.DramWidth * chip.CyclesPerUs); // two FLOPs and two bytes a weight
        Assert.That(share, Is.InRange(0.7, 0.97));
    }

    [Test]
    public void Ada_multiplies_fp8_with_the_main_loop_of_its_own_generation_behind_the_quantiser_of_the_other()
    {
        var fp8 = new MatmulConstants(ShippedKernels.Library.Constants(KernelGeneration.Synchronous, KernelFamily.Dense8)!.Value);
        var own = new MatmulConstants(ShippedKernels.Library.Constants(KernelGeneration.Synchronous, KernelFamily.Integer8)!.Value);
        var hopper = new MatmulConstants(ShippedKernels.Library.Constants(KernelGeneration.Asynchronous, KernelFamily.Dense8)!.Value);
        Assert.That((fp8.Issue, fp8.TileOverhead, fp8.FillShare), Is.EqualTo((own.Issue, own.TileOverhead, own.FillShare)));
        Assert.That((fp8.HelperLaunchUs, fp8.QuantiseBytes), Is.EqualTo((hopper.HelperLaunchUs, hopper.QuantiseBytes)));
        Assert.That(ShippedKernels.Library.Constants(KernelGeneration.Synchronous, KernelFamily.Decode8)!.Value,
            Is.EqualTo(ShippedKernels.Library.Constants(KernelGeneration.Synchronous, KernelFamily.Decode16)!.Value));
    }

    [Test]
    public void The_energy_of_an_MMA_is_carried_within_a_process_and_with_the_square_of_the_clock()
    {
        SharedConstants synchronous = ShippedKernels.Library.Shared(KernelGeneration.Synchronous), asynchronous = ShippedKernels.Library.Shared(KernelGeneration.Asynchronous);
        foreach (string same in (string[])["a100-sxm", "h100-sxm", "h200-sxm", "b200-sxm"])
        {
            KernelChip chip = ShippedKernels.Chip(same);
            Assert.That(ShippedKernels.Shared(chip).PowerMma, Is.EqualTo(ShippedKernels.Library.Shared(chip.Generation).PowerMma), same);
        }
        // Peak rates at boost, caps and clocks of the data sheets: 4N, as H200, and not the 7 nm of the A100.
        KernelChip ada = ShippedKernels.Chip("l40s");
        double expected = asynchronous.PowerMma * (366.4 / 350) / (1070.6 / 700) * Math.Pow(2.52 / 1.98, 2);
        Assert.That(ShippedKernels.Shared(ada).PowerMma, Is.EqualTo(expected).Within(2).Percent);
        Assert.That(ShippedKernels.Shared(ada).StartUs, Is.EqualTo(synchronous.StartUs), "and nothing else");
        Assert.That(ShippedKernels.Shared(ada with { ProcessNm = 0 }).PowerMma, Is.EqualTo(synchronous.PowerMma), "of an unknown process as its generation");
        Assert.That(ShippedKernels.Shared(ada with { MmaDensity = 0 }).PowerMma, Is.EqualTo(synchronous.PowerMma), "without a cap as well");
    }

    [Test]
    public void An_undivided_L2_is_one_cache_at_one_rate()
    {
        KernelChip ada = ShippedKernels.Chip("l40s"), halved = ada with { L2Partitions = 2 };
        SharedConstants shared = ShippedKernels.Shared(ada);
        Assert.That((shared.L2Bytes(ada), shared.L2OnceWidth(ada)), Is.EqualTo((ada.L2Capacity, ada.L2Width)));
        Assert.That((shared.L2Bytes(halved), shared.L2OnceWidth(halved)), Is.EqualTo((ada.L2Capacity * shared.L2Share, ada.L2Width * shared.L2Once)));
        Assert.That(shared.Kept(ada, 80e6), Is.GreaterThan(0.9), "a working set of 80 of 96 MB stays");
        Assert.That(shared.Kept(halved, 80e6), Is.LessThan(0.1));
    }

    /// <summary>
    /// The rows of both generations tolerate about the same silicon, and ask for the L2 that gpu-benches saw (25 of 40 MB on A100, 40 of 50 on GH200), which they were never shown.
    /// </summary>
    [Test]
    public void The_silicon_of_both_generations_is_plausible_beside_each_other()
    {
        SharedConstants a = ShippedKernels.Library.Shared(KernelGeneration.Synchronous), h = ShippedKernels.Library.Shared(KernelGeneration.Asynchronous);
        Assert.That(a.DramShare, Is.EqualTo(h.DramShare).Within(0.05));
        Assert.That(a.StartUs, Is.EqualTo(h.StartUs).Within(0.3));
        Assert.That(a.L2Share, Is.EqualTo(25.0 / 40).Within(0.05));
        Assert.That(h.L2Share, Is.EqualTo(40.0 / 50).Within(0.05));
    }
}
