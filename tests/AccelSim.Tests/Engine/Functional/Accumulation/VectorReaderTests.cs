using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AccelSim.Cli;
using AccelSim.Cli.Terminals;
using AccelSim.Engine.Functional.Accumulation.Silicon;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

public sealed class VectorReaderTests
{
    private const string Header = "file,gpu,sm,in,out,k,first_row,rows,instruction,model,L,F,rho,e0,sha256_csv\n";
    private const string Columns = "a0,a1,b0,b1,c,d\n";

    /// <summary>1 * 1 + 2 * 1 + 0.5 in fp16, as any GPU gives it.</summary>
    private const string Row = "3c00,4000,3c00,3c00,3f000000,40600000\n";

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("accelsim-vectors-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("x.csv.gz,G,90,fp16,fp32,two,1,1,mma,t-fdpa,16,25,RZ-FP32,-133,0", "2: k: 'two' is no whole number")]
    [TestCase("x.csv.gz,G,90,fp99,fp32,2,1,1,mma,t-fdpa,16,25,RZ-FP32,-133,0", "2: in: 'fp99' is unknown; e4m3, e5m2, fp16, bf16, tf32, fp32 are allowed")]
    [TestCase("x.csv.gz,G,90,fp16,fp32,2,1,1,mma,magic,16,25,RZ-FP32,-133,0", "2: model: 'magic' is unknown; t-fdpa and fp8-mma-emulated are allowed")]
    [TestCase("x.csv.gz,G,90,fp16,fp16,2,1,1,mma,t-fdpa,16,25,RZ-FP32,-133,0", "2: rho: RZ-FP32 does not give fp16")]
    [TestCase("x.csv.gz,G,90,fp16,fp32,2,1,1,mma,t-fdpa,16,99,RZ-FP32,-133,0", "2: L: 99 fraction bits under a group of 16 do not fit a sum of 62 bits")]
    [TestCase("../x.csv.gz,G,90,fp16,fp32,2,1,1,mma,t-fdpa,16,25,RZ-FP32,-133,0", "2: file: '../x.csv.gz' is no file name")]
    [TestCase("x.csv.gz,G,90", "2: 3 cells under 15 columns")]
    public void A_wrong_line_of_an_index_is_named(string line, string message) =>
        Assert.That(() => VectorIndex.Read(new StringReader(Header + line)), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    [Test]
    public void Missing_columns_are_named() =>
        Assert.That(() => VectorIndex.Read(new StringReader("file,gpu\n")), Throws.TypeOf<FormatException>().With.Message.Contains("sha256_csv"));

    [Test]
    public void The_verb_reads_a_folder_and_counts_its_rows()
    {
        Write(Columns + Row + Row);
        (int code, string output, string error) = Run("--vectors", folder, "--format", "csv");
        Assert.That(output, Does.StartWith("check,cases,mismatches\n").And.Contain("\nrecorded x,2,0\n"));
        Assert.That(error, Is.Empty.Or.EqualTo("skipped: tinyllama: no such data; set ACCELSIM_DATA to the folder that holds it\n"));
        Assert.That(code, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public void A_mismatch_fails_the_verb()
    {
        Write(Columns + Row + Row.Replace("40600000", "40600001", StringComparison.Ordinal));
        (int code, string output, _) = Run("--vectors", folder);
        Assert.That(output, Does.Match(@"recorded x +2 +1 .*FAIL"));
        Assert.That(code, Is.EqualTo(ExitCode.CheckFailed));
    }

    [TestCase("3c00,4000\n", "x.csv.gz:2: 2 words, not 6")]
    [TestCase("3c00,zz,3c00,3c00,3f000000,40600000\n", "x.csv.gz:2: 'zz' is no hexadecimal word")]
    public void A_broken_row_is_bad_input(string row, string message)
    {
        Write(Columns + row);
        (int code, string output, string error) = Run("--vectors", folder);
        Assert.That(error, Does.Contain(message));
        Assert.That(output, Is.Empty);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
    }

    [Test]
    public void A_text_that_is_not_the_one_of_the_index_is_bad_input()
    {
        Write(Columns + Row, hash: new string('0', 64));
        Assert.That(Run("--vectors", folder).Error, Does.Contain("SHA-256"));
        File.WriteAllText(Path.Combine(folder, "x.csv.gz"), "no gzip at all");
        Assert.That(Run("--vectors", folder).Error, Does.Contain("no gzip"));
        (int code, _, string error) = Run("--vectors", Path.Combine(folder, "nowhere"));
        Assert.That(error, Does.Contain("index.csv: there is no such file"));
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
    }

    [Test]
    public void Every_truncated_or_foreign_file_of_a_folder_is_named_and_nothing_is_checked()
    {
        Write(Columns + Row);
        string line = File.ReadAllLines(Path.Combine(folder, "index.csv"))[1];
        byte[] whole = File.ReadAllBytes(Path.Combine(folder, "x.csv.gz"));
        File.AppendAllText(Path.Combine(folder, "index.csv"), line.Replace("x.csv.gz", "half.csv.gz", StringComparison.Ordinal) + "\n" + line.Replace("x.csv.gz", "foreign.csv.gz", StringComparison.Ordinal) + "\n");
        File.WriteAllBytes(Path.Combine(folder, "half.csv.gz"), whole[..(whole.Length / 2)]);
        File.WriteAllBytes(Path.Combine(folder, "foreign.csv.gz"), [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0]);
        (int code, string output, string error) = Run("--vectors", folder);
        Assert.That((code, output), Is.EqualTo((ExitCode.BadInput, "")));
        Assert.That(error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(2).And.Some.Contains("half.csv.gz:").And.Some.Contains("foreign.csv.gz:"));
    }

    [Test]
    public void Absent_data_is_skipped_by_name()
    {
        Write(Columns + Row);
        File.Delete(Path.Combine(folder, "x.csv.gz"));
        (int code, string output, string error) = Run("--vectors", folder);
        Assert.That(output, Does.Contain("x.csv.gz").And.Contain("skipped"));
        Assert.That(error, Does.Contain("skipped").And.Contain("x.csv.gz"));
        Assert.That(code, Is.EqualTo(ExitCode.Done));
    }

    private void Write(string text, string? hash = null)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        hash ??= Convert.ToHexStringLower(SHA256.HashData(bytes));
        int rows = text.Count(c => c == '\n') - 1;
        File.WriteAllText(Path.Combine(folder, "index.csv"), $"{Header}x.csv.gz,G,90,fp16,fp32,2,1,{rows},mma,t-fdpa,16,25,RZ-FP32,-133,{hash}\n");
        using var gzip = new GZipStream(File.Create(Path.Combine(folder, "x.csv.gz")), CompressionLevel.Fastest);
        gzip.Write(bytes);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var terminal = Terminal.To(output, error);
        int code = CommandLine.Run(["verify", "numerics", .. arguments], terminal);
        return (code, output.ToString(), error.ToString());
    }
}
