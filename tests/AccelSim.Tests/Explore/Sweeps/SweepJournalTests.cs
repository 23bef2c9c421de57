using System.Collections.Immutable;
using AccelSim.Explore.Results;
using AccelSim.Explore.Sweeps;
using AccelSim.Model.Results;
using AccelSim.Tests.Explore.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Sweeps;

public sealed class SweepJournalTests
{
    private string path = "";

    [SetUp]
    public void SetUp() => path = Path.Combine(Path.GetTempPath(), $"accelsim-journal-{Guid.NewGuid():N}");

    [TearDown]
    public void TearDown() => File.Delete(path);

    private static SweepPlan Plan(string fingerprint = "abc", params string[] axes) => new(9, [.. axes], fingerprint, _ => []);

    private static ImmutableArray<ResultRow> Rows(long point, params string[] reasons) =>
        [.. reasons.Select(r => SampleSheets.Row(point, reason: r, axes: ["1"], values: [(Metrics.Cycles, point)]))];

    private SweepJournal Open(bool fresh = false) => SweepJournal.Open(path, Plan("abc", "batch"), 9, fresh);

    private static string Text(IReadOnlyDictionary<long, ImmutableArray<ResultRow>> finished) =>
        string.Concat(finished.Select(f => $"{f.Key}: {SampleSheets.Text(SampleSheets.Sheet(["batch"], [.. f.Value]))}"));

    [Test]
    public void What_was_appended_is_there_when_it_is_opened_again() =>
        Gen.Select(Gen.Long[0, 8].Array[0, 9], SampleSheets.HostileText.Array[0, 3]).Sample((points, reasons) =>
        {
            long[] distinct = [.. points.Distinct()];
            using (SweepJournal journal = Open(fresh: true))
            {
                foreach (long point in distinct) journal.Append(point, Rows(point, reasons));
            }
            using SweepJournal again = Open();
            Assert.That(Text(again.Finished), Is.EqualTo(Text(distinct.Order().ToDictionary(p => p, p => Rows(p, reasons)))));
        }, iter: 50, threads: 1);

    [Test]
    public void Whole_records_survive_any_cut_and_the_torn_one_makes_room() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[1, 6]).Sample((share, count) =>
        {
            var ends = new List<long>();
            using (SweepJournal journal = Open(fresh: true))
            {
                for (int point = 0; point < count; point++)
                {
                    journal.Append(point, Rows(point, "a", "b"));
                    ends.Add(new FileInfo(path).Length);
                }
            }
            byte[] whole = File.ReadAllBytes(path);
            int cut = (int)(share * whole.Length);
            File.WriteAllBytes(path, whole[..cut]);
            using (SweepJournal journal = Open())
            {
                int kept = ends.Count(e => e <= cut);
                Assert.That(journal.Finished.Keys, Is.EqualTo(Enumerable.Range(0, kept).Select(p => (long)p)));
                for (int point = kept; point < count; point++) journal.Append(point, Rows(point, "a", "b"));
            }
            Assert.That(File.ReadAllBytes(path), Is.EqualTo(whole));
        }, iter: 100, threads: 1);

    [Test]
    public void A_flipped_bit_costs_its_record_and_those_after_it_only() =>
        Gen.Select(Gen.Int[0, 7], Gen.Double[0, 1]).Sample((bit, share) =>
        {
            long start;
            using (SweepJournal journal = Open(fresh: true))
            {
                journal.Append(0, Rows(0, "a"));
                start = new FileInfo(path).Length;
                journal.Append(1, Rows(1, "a"));
            }
            byte[] bytes = File.ReadAllBytes(path);
            bytes[start + (int)(share * (bytes.Length - 1 - start))] ^= (byte)(1 << bit);
            File.WriteAllBytes(path, bytes);
            using SweepJournal again = Open();
            Assert.That(again.Finished.Keys, Is.EqualTo(new long[] { 0 }));
        }, iter: 100, threads: 1);

    [Test]
    public void Another_sweep_another_shard_or_another_file_is_refused_and_kept()
    {
        using (SweepJournal journal = Open()) journal.Append(3, Rows(3, "a"));
        byte[] before = File.ReadAllBytes(path);
        Assert.That(() => SweepJournal.Open(path, Plan("abd", "batch"), 9, false), Throws.TypeOf<ForeignJournalException>().With.Message.StartsWith(path));
        Assert.That(() => SweepJournal.Open(path, Plan("abc", "batch"), 8, false), Throws.TypeOf<ForeignJournalException>());
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
        File.WriteAllText(path, "somebody's diary");
        Assert.That(() => Open(), Throws.TypeOf<ForeignJournalException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo("somebody's diary"));
    }

    [Test]
    public void A_finished_journal_is_in_the_order_of_the_points()
    {
        using (SweepJournal journal = Open())
        {
            foreach (long point in (long[])[0, 1, 2]) journal.Append(point, Rows(point, "a"));
            journal.Finish();
        }
        byte[] ordered = File.ReadAllBytes(path);
        using (SweepJournal journal = Open(fresh: true))
        {
            foreach (long point in (long[])[2, 0]) journal.Append(point, Rows(point, "a"));
        }
        using (SweepJournal journal = Open())
        {
            journal.Append(1, Rows(1, "a"));
            journal.Finish();
        }
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(ordered));
    }

    [Test]
    public void Its_state_can_be_read_beside_the_writer()
    {
        using SweepJournal journal = Open();
        journal.Append(3, Rows(3, "a"));
        journal.Append(4, []);
        JournalState? state = SweepJournal.Inspect(path);
        Assert.That((state?.Finished, state?.Points), Is.EqualTo((2, 9)));
        journal.Append(5, Rows(5, "b"));
        Assert.That(SweepJournal.Inspect(path)?.Finished, Is.EqualTo(3));
    }

    [Test]
    public void A_directory_in_its_place_cannot_be_written() =>
        Assert.That(() => SweepJournal.Open(Path.GetTempPath(), Plan(), 9, false), Throws.TypeOf<WriteFailedException>());

    [Test]
    [Platform("Linux")]
    public void A_full_disk_is_told_when_a_record_is_written()
    {
        Assume.That(File.Exists("/dev/full"));
        Assert.That(() =>
        {
            using SweepJournal journal = SweepJournal.Open("/dev/full", Plan(), 9, false);
            journal.Append(0, []);
        }, Throws.TypeOf<WriteFailedException>().Or.TypeOf<ForeignJournalException>());
    }
}
