using AccelSim.Gpu.Probes;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Probes;

public sealed class ProbeRecordTests
{
    private static ProbeRecord Sample(string probe = "mma.f16.f16", string family = "normal")
    {
        TensorProbe found = TensorProbes.Find(probe)!;
        ProbeInputs inputs = ProbeInputs.Draw(found, ProbeFamily.Find(found, family)!, 3, 1);
        return ProbePredictions.Of(ProbeModel.Of(GpuGeneration.Of(90)!, found)!, inputs) with
        {
            Kind = ProbeRecord.Silicon,
            Source = "NVIDIA H200",
            Architecture = "sm_90",
            Driver = "CUDA 12.4, driver 550.54.15",
            CubinHash = "abc",
        };
    }

    private static byte[] Bytes(params ProbeRecord[] records)
    {
        using var stream = new MemoryStream();
        foreach (ProbeRecord record in records) ProbeRecordFile.Write(stream, record);
        return stream.ToArray();
    }

    [Test]
    public void What_is_written_is_read()
    {
        ProbeRecord[] written = [Sample(), Sample("mma.s8.s32", "extreme")];
        ProbeRecord[] read = [.. ProbeRecordFile.Read(Bytes(written))];
        Assert.That(read, Has.Length.EqualTo(2));
        for (int i = 0; i < 2; i++)
        {
            Assert.That(read[i].Results, Is.EqualTo(written[i].Results));
            Assert.That(read[i] with { Results = written[i].Results }, Is.EqualTo(written[i]));
            Assert.That(read[i].Codes(read[i].Inputs().Probe.Output), Has.Length.EqualTo(128));
        }
    }

    [Test]
    public void A_file_that_ends_early_or_has_changed_is_refused()
    {
        byte[] whole = Bytes(Sample());
        for (int length = 0; length < whole.Length; length += length < 600 ? 1 : 37)
        {
            byte[] part = whole[..length];
            Assert.That(() => ProbeRecordFile.Read(part), Throws.TypeOf<FormatException>(), $"{length} bytes");
        }
        for (int at = 0; at < whole.Length; at += 3)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x10;
            Assert.That(() => ProbeRecordFile.Read(changed), Throws.TypeOf<FormatException>(), $"byte {at}");
        }
    }

    [Test]
    public void Messages_say_where_and_what()
    {
        byte[] whole = Bytes(Sample(), Sample());
        Assert.That(() => ProbeRecordFile.Read(whole.AsSpan(0, whole.Length - 1)), Throws.TypeOf<FormatException>()
            .With.Message.Match(@"^byte \d+: the file ends inside a record: \d+ of \d+ bytes are there$"));
        Assert.That(() => ProbeRecordFile.Read("no record at all"u8), Throws.TypeOf<FormatException>().With.Message.Contain("would begin with ASGP"));
        Assert.That(() => ProbeRecordFile.Read([]), Throws.TypeOf<FormatException>().With.Message.EqualTo("the file is empty"));
        Assert.That(() => ProbeRecordFile.Read(Bytes(Sample() with { Kind = "guessed" })), Throws.TypeOf<FormatException>().With.Message.Contain("'guessed'; predicted and silicon"));
    }

    [Test]
    public void A_record_that_does_not_fit_its_generator_is_refused()
    {
        Assert.That(() => (Sample() with { Probe = "mma.f99" }).Inputs(), Throws.TypeOf<FormatException>());
        Assert.That(() => (Sample() with { Family = "extreme" }).Inputs(), Throws.TypeOf<FormatException>(), "a family of integers");
        Assert.That(() => (Sample() with { InputHash = new string('0', 64) }).Inputs(), Throws.TypeOf<FormatException>().With.Message.Contain("the generator now gives"));
        Assert.That(() => (Sample() with { Results = new byte[4] }).Inputs(), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_difference_is_counted_and_its_first_place_named()
    {
        ProbeRecord record = Sample();
        Assert.That(ProbeComparison.Of(GpuGeneration.Of(90), record).Count.Mismatches, Is.Zero);
        byte[] changed = [.. record.Results];
        changed[2 * (8 * 3 + 5)] ^= 1;
        ProbeComparison found = ProbeComparison.Of(GpuGeneration.Of(90), record with { Results = changed });
        Assert.That((found.Count.Cases, found.Count.Mismatches), Is.EqualTo((128L, 1L)));
        Assert.That(found.First, Does.StartWith("tile 0 row 3 column 5: predicted "));
        Assert.That(found.IsJudged, Is.True);
        Assert.That(ProbeComparison.Of(GpuGeneration.Of(90), Sample("mma.f16.f16", "specials")).IsJudged, Is.False);
        Assert.That(ProbeComparison.Of(GpuGeneration.Of(90), Sample("wgmma.e4m3.e4m3.f32", "normal")).IsJudged, Is.False, "c != 0 was never recorded");
        Assert.That(ProbeComparison.Of(GpuGeneration.Of(90), Sample("wgmma.e4m3.e4m3.f32", "zero-start")).IsJudged, Is.True);
        Assert.That(ProbeComparison.Of(null, record).Model, Is.Empty);
    }
}
