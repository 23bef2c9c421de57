using System.Runtime.InteropServices;
using AccelSim.Gpu.Commands;
using AccelSim.Gpu.Devices;
using AccelSim.Gpu.Driver;
using AccelSim.Gpu.Probes;
using AccelSim.Tests.House;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Commands;

public sealed class GpuCommandTests
{
    private string folder = null!;

    [SetUp]
    public void Make() => folder = Directory.CreateTempSubdirectory("accelsim-gpu").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    private static (int Code, string Out, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = GpuCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    [TestCase("check --bogus", "--bogus: no such option; --shapes ")]
    [TestCase("check --shapes many", "--shapes: 'many' is not a whole number from 1 to ")]
    [TestCase("check --shapes 0", "--shapes: '0' is not a whole number")]
    [TestCase("check --shapes", "--shapes: a value is missing")]
    [TestCase("check --quick --quick", "--quick: given twice")]
    [TestCase("check --loader magic", "--loader: 'magic' is unknown; auto, ilgpu, driver are allowed")]
    [TestCase("fly", "'fly': no such command; check and compare are allowed")]
    [TestCase("check now", "'now': one word too many")]
    [TestCase("compare", "compare: a file or directory of records is missing")]
    [TestCase("check --cpu --record r", "--record: a recording needs a GPU")]
    [TestCase("check --predict p --record r", "--predict: runs by itself")]
    public void A_wrong_command_line_says_what_is_allowed(string line, string message)
    {
        (int code, string output, string error) = Run(line.Split(' '));
        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.StartWith("command line: " + message));
    }

    [Test]
    public void All_problems_are_told_at_once() =>
        Assert.That(Run("check", "--bogus", "--seed", "x", "--format", "xml").Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));

    [Test]
    public void Without_a_driver_one_line_says_so()
    {
        if (NativeLibrary.TryLoad("libcuda.so.1", out _))
            Assert.Ignore("a driver is installed");
        (int code, string output, string error) = Run("check", "--record", folder);
        Assert.That((code, output), Is.EqualTo((77, "")));
        Assert.That(error.Trim(), Is.EqualTo("no usable GPU: no NVIDIA driver on this machine: libcuda.so.1 cannot be loaded"));
        Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.Empty);
    }

    [Test]
    public void A_library_that_is_no_driver_is_refused() =>
        Assert.That(() => CudaLibrary.Open("libc.so.6"), Throws.TypeOf<GpuUnavailableException>().With.Message.Contain("lacks cuGetErrorString"));

    [Test]
    public void The_processor_prints_the_table()
    {
        (int code, string output, _) = Run("check", "--cpu", "--shapes", "30", "--format", "csv");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.StartWith("check,cases,mismatches\nint8-x-sq-int8-int4,2,0\n").And.EndWith("attention-int8-sq-cache,1,0\n"));
    }

    [Test]
    public void Predictions_are_written_whole_and_compare_with_themselves()
    {
        Assert.That(Run("check", "--predict", folder).Code, Is.Zero);
        Assert.That(Directory.GetDirectories(folder).Select(Path.GetFileName), Is.EquivalentTo(GpuGeneration.All.Select(g => g.Name)));
        (int code, string output, _) = Run("compare", folder, "--format", "csv");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("hopper/wgmma.e4m3.e4m3.f32/chain,512,0\n"));
    }

    [Test]
    public void The_recorded_H100_still_agrees_with_the_models()
    {
        (int code, string output, _) = Run("compare", Path.Combine(SourceTree.Root, "results", "gpu", "nvidia-h100-80gb-hbm3"), "--format", "csv");
        Assert.That(code, Is.Zero);
        string[] rows = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
        Assert.That(rows, Has.Length.GreaterThan(20));
        Assert.That(rows, Has.All.EndsWith(",0"));
        Assert.That(rows, Has.Some.StartsWith("tensor-core/wgmma.e4m3.e4m3.f32,"));
    }

    [Test]
    public void Records_of_silicon_are_judged_or_told_as_open()
    {
        TensorProbe probe = TensorProbes.Find("mma.bf16.f32")!;
        string file = Path.Combine(folder, "silicon.bin");
        using (FileStream stream = File.Create(file))
        {
            foreach (ProbeInputs inputs in ProbePredictions.Inputs(probe, large: false))
            {
                ProbeRecord record = ProbePredictions.Of(ProbeModel.Of(GpuGeneration.Of(80)!, probe)!, inputs);
                ProbeRecordFile.Write(stream, record with { Kind = ProbeRecord.Silicon, Source = "NVIDIA A100", Architecture = "sm_80" });
            }
        }
        (int code, string output, string error) = Run("compare", file, "--format", "csv");
        Assert.That((code, output), Is.EqualTo((0, "check,cases,mismatches\ntensor-core/mma.bf16.f32,2560,0\n")));
        Assert.That(error, Does.Contain("open question: mma.bf16.f32/zero-exponent: 512 elements, agrees with ampere.mma.bf16.fp32"));
        // The same bits from a GPU of another generation are wrong.
        byte[] bytes = File.ReadAllBytes(file);
        using (FileStream stream = File.Create(file))
        {
            foreach (ProbeRecord record in ProbeRecordFile.Read(bytes)) ProbeRecordFile.Write(stream, record with { Architecture = "sm_90" });
        }
        (code, output, error) = Run("compare", file, "--format", "csv");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Match(@"tensor-core/mma\.bf16\.f32,2560,[1-9]"));
        Assert.That(error, Does.Contain("differs from hopper.mma.bf16.fp32: tile "));
    }

    [Test]
    public void Damaged_and_missing_records_are_bad_input()
    {
        string file = Path.Combine(folder, "a.bin");
        Assert.That(Run("compare", file).Code, Is.EqualTo(2));
        Assert.That(Run("compare", folder).Error, Does.Contain("no .bin files lie below"));
        File.WriteAllBytes(file, "ASGP"u8.ToArray());
        (int code, string output, string error) = Run("compare", file);
        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error.Trim(), Is.EqualTo($"{file}: byte 0: the file ends inside a record"));
    }
}
