using System.Text;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

public sealed class ProvenanceTests
{
    private static readonly Provenance Sample = new(
        ["sweep", "configs/sweeps/quickstart.yaml", "--set", "tensor_unit.rows=64"], "0.1.0",
        [new("b.yaml", new string('b', 64)), new("a.yaml", new string('a', 64))], 7, "fast", 12, new PointCounts(9, 2, 1));

    [Test]
    public void Every_provenance_comes_back_as_it_was_written() =>
        Gen.Select(SampleSheets.HostileText.Array[0, 4], SampleSheets.HostileText, Gen.Long, Gen.Long[0, 1000], Gen.Bool).Sample((command, text, seed, count, shard) =>
        {
            var written = new Provenance([.. command], text, [new InputFile(text, "ab")], seed, text, count, new PointCounts(count, 1, 2), shard ? "1/4" : null);
            Provenance read = ProvenanceJson.Read(ProvenanceJson.Bytes(written));
            Assert.That(ProvenanceJson.Bytes(read), Is.EqualTo(ProvenanceJson.Bytes(written)));
            Assert.That(read.Command, Is.EqualTo(written.Command));
            Assert.That((read.Version, read.Seed, read.Counts, read.Shard), Is.EqualTo((written.Version, written.Seed, written.Counts, written.Shard)));
        });

    [Test]
    public void The_file_is_sorted_indented_and_ends_lines_with_LF()
    {
        string text = Encoding.UTF8.GetString(ProvenanceJson.Bytes(Sample));
        Assert.That(text, Does.StartWith("{\n  \"command\": [\n    \"sweep\",\n").And.EndsWith("\n}\n").And.Not.Contain("\r"));
        Assert.That(text.IndexOf("a.yaml", StringComparison.Ordinal), Is.LessThan(text.IndexOf("b.yaml", StringComparison.Ordinal)));
        Assert.That(text, Does.Not.Contain("shard"));
    }

    [Test]
    public void Where_to_write_and_how_many_jobs_leave_no_trace()
    {
        var one = Provenance.PortableCommand(["sweep", "s.yaml", "--out", "/tmp/a", "--jobs", "2", "--fresh", "--set", "clock=1 GHz"]);
        var other = Provenance.PortableCommand(["sweep", "s.yaml", "--set", "clock=1 GHz", "--jobs=16", "--shard", "0/4", "--out=/scratch/b"]);
        Assert.That(one, Is.EqualTo(new[] { "sweep", "s.yaml", "--set", "clock=1 GHz" }));
        Assert.That(other, Is.EqualTo(one));
    }

    [TestCase("configs/a.yaml", "configs/a.yaml")]
    [TestCase("./a.yaml", "a.yaml")]
    [TestCase("/home/someone/secret/a.yaml", "a.yaml")]
    [TestCase("../../elsewhere/a.yaml", "a.yaml")]
    public void No_path_of_the_machine_is_recorded(string path, string name) =>
        Assert.That(InputFile.Of(path, "x"u8).Name, Is.EqualTo(name));

    [Test]
    public void The_hash_is_SHA_256() =>
        // FIPS 180-2, appendix B.1.
        Assert.That(InputFile.Of("a", "abc"u8).Sha256, Is.EqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));

    [Test]
    public void A_point_with_several_rows_counts_once_by_its_worst() =>
        Assert.That(PointCounts.Of([SampleSheets.Row(0), SampleSheets.Row(0, status: PointStatus.Failed), SampleSheets.Row(1), SampleSheets.Row(2, status: PointStatus.Infeasible)]),
            Is.EqualTo(new PointCounts(1, 1, 1)));

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("{\"command\":[1]}")]
    public void Anything_else_is_refused_with_a_reason(string text) =>
        Assert.That(() => ProvenanceJson.Read(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<FormatException>().With.Message.StartsWith("is no provenance"));
}
