using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Gpu.Checks;
using AccelSim.Gpu.Devices;
using AccelSim.Gpu.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Checks;

/// <summary>The kernels on ILGPU's CPU accelerator: the code that a GPU runs but for its two fp32 instructions.</summary>
public sealed class DeviceCheckTests
{
    private IlgpuDevice device = null!;

    [OneTimeSetUp]
    public void Open() => device = IlgpuDevice.Cpu();

    [OneTimeTearDown]
    public void Close() => device.Dispose();

    [TestCaseSource(typeof(DeviceChecks), nameof(DeviceChecks.All))]
    public void Kernels_equal_the_functional_path_bit_for_bit(DeviceCheck check)
    {
        int shapes = Environment.GetEnvironmentVariable("ACCELSIM_FULL") == "1" ? 400 : 12;
        Assert.That(check.Run(device, shapes, seed: 7), Is.EqualTo(new CheckCount(shapes, 0)));
    }

    [TestCaseSource(typeof(LargeCheck), nameof(LargeCheck.All))]
    public void Sampled_products_equal_the_functional_path(LargeCheck check)
    {
        CheckCount count = check.Run(device, new Draw(3), 64);
        Assert.That(count.Cases, Is.GreaterThanOrEqualTo(64 * 64));
        Assert.That(count.Mismatches, Is.Zero);
    }

    [Test]
    public void Products_over_nothing_are_zero_and_products_of_nothing_are_empty()
    {
        CodedMatrix Plain(int rows, int k) => PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), new float[rows * k], rows, k);
        Assert.That(GemmCall.Of(Plain(3, 0), Plain(2, 0)).Run(device), Is.EqualTo(new uint[6]));
        Assert.That(GemmCall.Of(Plain(0, 5), Plain(2, 5)).Run(device), Is.Empty);
        SqMatrix w = SqQuantizer.Quantize(new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1), [], 2, 0);
        Assert.That(GemmCall.Of(Plain(3, 0), w).Run(device), Is.EqualTo(new uint[6]));
        var model = new TFdpa(ScalarFormats.Bf16, ScalarFormats.Bf16, TFdpaParameters.Usual(8, 24, OutputRounding.RzFp32));
        Assert.That(GemmCall.Of(model, new DotShape(1, 2, 0), [], [], [5, 6]).Run(device), Is.EqualTo((uint[])[5, 6]));
    }

    [Test]
    public void A_wrong_order_of_the_fp32_steps_is_noticed()
    {
        var draw = new Draw(1);
        const int M = 16, N = 16, K = 256;
        CodedMatrix a = PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), draw.Values(M * K), M, K);
        SqMatrix w = SqQuantizer.Quantize(new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 32, 4), draw.Values(N * K), N, K);
        float[] reference = GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.Of(w), SumOrder.PerBank);
        Assert.That(GemmCall.Of(a, w, SumOrder.PerBank).Run(device), Is.EqualTo(Array.ConvertAll(reference, BitConverter.SingleToUInt32Bits)));
        Assert.That(GemmCall.Of(a, w, SumOrder.TwoPass).Run(device), Is.Not.EqualTo(Array.ConvertAll(reference, BitConverter.SingleToUInt32Bits)));
    }

    [Test]
    public void A_wrong_parameter_of_tensor_core_sums_is_noticed()
    {
        var draw = new Draw(2);
        var shape = new DotShape(20, 20, 64);
        TFdpa Model(int length, int fraction) => new(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, TFdpaParameters.Usual(length, fraction, OutputRounding.RzE8M13));
        uint[] a = Enumerable.Range(0, 20 * 64).Select(_ => (uint)draw.Within(0, 100)).ToArray(), b = [.. a.Reverse()], expected = new uint[400];
        Model(32, 13).Multiply(shape, a, b, expected);
        Assert.That(GemmCall.Of(Model(32, 13), shape, a, b, new uint[400]).Run(device), Is.EqualTo(expected));
        Assert.That(GemmCall.Of(Model(16, 13), shape, a, b, new uint[400]).Run(device), Is.Not.EqualTo(expected));
        Assert.That(GemmCall.Of(Model(32, 12), shape, a, b, new uint[400]).Run(device), Is.Not.EqualTo(expected));
    }

    [Test]
    public void Sums_that_do_not_fit_the_kernel_are_refused()
    {
        CodedMatrix Plain(ScalarFormat element) => PlainQuantizer.Quantize(new PlainFormat(element), new float[8], 1, 8);
        Assert.That(() => GemmCall.Of(Plain(ScalarFormats.Fp8E5M2), Plain(ScalarFormats.Fp8E5M2)), Throws.ArgumentException);
        Assert.That(() => GemmCall.Of(Plain(ScalarFormats.Bf16), Plain(ScalarFormats.Int8)), Throws.ArgumentException);
        Assert.That(() => GemmCall.Of(Plain(ScalarFormats.Int8), PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), new float[9], 1, 9)), Throws.ArgumentException);
    }

    [Test]
    public void A_seed_gives_the_same_shapes_everywhere() =>
        Assert.That(Enumerable.Range(0, 4).Select(_ => new Draw(5).Values(3)).Distinct(new SameValues()).Count(), Is.EqualTo(1));

    private sealed class SameValues : IEqualityComparer<float[]>
    {
        public bool Equals(float[]? x, float[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(float[] values) => values.Length;
    }
}
