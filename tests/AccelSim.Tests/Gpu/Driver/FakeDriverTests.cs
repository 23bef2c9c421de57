using System.Diagnostics;
using AccelSim.Gpu.Probes;
using AccelSim.Tests.House;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Driver;

/// <summary>
/// Every call to libcuda, made to a library that checks its arguments and computes nothing: signatures, order and clean-up, not arithmetic.
/// Skipped by name where no C compiler is.
/// </summary>
[Platform("Linux")]
public sealed class FakeDriverTests
{
    private string folder = null!;

    [OneTimeSetUp]
    public void Compile()
    {
        folder = Directory.CreateTempSubdirectory("accelsim-fake-driver").FullName;
        string source = Path.Combine(SourceTree.Root, "tests", "AccelSim.Tests", "Gpu", "Driver", "fake_cuda.c");
        try
        {
            using Process compiler = Process.Start("cc", ["-shared", "-fPIC", "-w", "-o", Path.Combine(folder, "libcuda.so.1"), source]);
            compiler.WaitForExit();
            Assert.That(compiler.ExitCode, Is.Zero);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("cc: not on the path");
        }
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    private (int Code, string Out, string Error) Run(string arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AccelSim.Gpu.dll"), .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["LD_LIBRARY_PATH"] = folder;
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    [Test]
    public void A_whole_check_makes_every_call_as_the_driver_wants_it_and_records_what_comes_back()
    {
        (int code, string output, string error) = Run("check --quick --shapes 28 --record rec --format csv");
        // Nothing is computed, so that everything differs, and says so.
        Assert.That(code, Is.EqualTo(1), error);
        Assert.That(error, Does.Contain("its kernels are loaded through libcuda").And.Contain("Fake GPU 0, sm_90, CUDA 12.4").And.EndWith("released\n"));
        Assert.That(error, Does.Not.Contain("failed"));
        Assert.That(output, Does.StartWith("check,cases,mismatches\nint8-x-sq-int8-int4,1,1\n").And.Contain("tensor-core/mma.f16.f32,"));
        string record = Path.Combine(folder, "rec", "fake-gpu-0");
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(folder, "rec")), Is.EqualTo((string[])[record]), "no half-written folder stays");
        Assert.That(Directory.GetFileSystemEntries(record).Select(Path.GetFileName),
            Is.EquivalentTo((string[])["predictions", "silicon", "cubin", "checks.csv", "tensor-cores.csv", "device.txt"]));
        foreach (TensorProbe probe in TensorProbes.All)
        {
            foreach (ProbeRecord silicon in ProbeRecordFile.Read(File.ReadAllBytes(Path.Combine(record, "silicon", probe.Name + ".bin"))))
            {
                ProbeInputs inputs = silicon.Inputs();
                Assert.That(silicon.Codes(probe.Output).AsSpan().SequenceEqual(inputs.C), Is.True, $"{probe}/{silicon.Family}: D is C here");
            }
        }
        Assert.That(File.ReadAllText(Path.Combine(record, "checks.csv")), Is.EqualTo(output));
    }

    [Test]
    public void An_old_gpu_skips_what_it_lacks_by_name()
    {
        string error = Run("check --quick --shapes 1 --loader driver", ("FAKE_SM", "80")).Error;
        Assert.That(error, Does.Contain("skipped: wgmma.f16.f32: needs sm_90a, this GPU is sm_80").And.Contain("skipped: mma.e4m3.e4m3.f32: needs sm_89"));
        Assert.That(error, Does.Contain("mma.f16.f32/normal: differs from ampere.mma.fp16.fp32"));
    }

    [TestCase("FAKE_COUNT", "0", 77, "no usable GPU: an NVIDIA driver, but no device that it can use\n")]
    [TestCase("FAKE_SM", "61", 77, "no usable GPU: Fake GPU 0 is too old: compute capability 6.1, 7.0 or newer is needed\n")]
    public void A_driver_without_a_usable_gpu_says_why_in_one_line(string name, string value, int code, string message) =>
        Assert.That(Run("check --record none", (name, value)), Is.EqualTo((code, "", message)));

    [Test]
    public void A_device_that_is_not_there_is_named() =>
        Assert.That(Run("check --device 3").Error, Is.EqualTo("no usable GPU: no device 3: the driver sees 1, numbered from 0\n"));

    [Test]
    public void What_the_drivers_assembler_says_is_told_and_nothing_is_left()
    {
        (int code, _, string error) = Run("check --quick --shapes 28 --loader driver --record refused", ("FAKE_REFUSE", "1"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("cuLinkAddData failed with 218: a PTX JIT compilation failed: ptxas says no to kernel.ptx"));
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(folder, "refused")), Is.Empty);
    }
}
