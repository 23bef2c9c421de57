using AccelSim.Explore.Sweeps;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Sweeps;

public sealed class ShardTests
{
    [Test]
    public void Shards_hold_every_point_exactly_once_in_ascending_order_and_know_how_many() =>
        Gen.Select(Gen.Int[1, 40], Gen.Long[0, 200]).Sample((count, points) =>
        {
            Shard[] shards = [.. Enumerable.Range(0, count).Select(i => new Shard(i, count))];
            Assert.That(shards.SelectMany(s => s.Of(points)).Order(), Is.EqualTo(Enumerable.Range(0, (int)points).Select(p => (long)p)));
            foreach (Shard shard in shards)
            {
                Assert.That(shard.Of(points), Is.Ordered);
                Assert.That(shard.CountOf(points), Is.EqualTo(shard.Of(points).LongCount()));
                Assert.That(Enumerable.Range(0, (int)points).Where(p => shard.Has(p)).Select(p => (long)p), Is.EqualTo(shard.Of(points)));
            }
        });

    [Test]
    public void Shards_differ_in_size_by_one_point_at_most() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Long[0, 1_000_000_000]).Sample((count, points) =>
            Assert.That(new Shard(0, count).CountOf(points) - new Shard(count - 1, count).CountOf(points), Is.InRange(0, 1)));

    [TestCase("0/1", 0, 1)]
    [TestCase("7/8", 7, 8)]
    [TestCase("999/1000", 999, 1000)]
    public void A_shard_is_read_from_its_text(string text, int index, int count)
    {
        Assert.That(Shard.Parse(text, out string? problem), Is.EqualTo(new Shard(index, count)));
        Assert.That(problem, Is.Null);
    }

    [TestCase("")]
    [TestCase("1")]
    [TestCase("1/1")]
    [TestCase("8/8")]
    [TestCase("0/0")]
    [TestCase("-1/2")]
    [TestCase("+0/2")]
    [TestCase(" 0/2")]
    [TestCase("0/2/3")]
    [TestCase("a/b")]
    [TestCase("0/99999999999")]
    public void Anything_else_is_refused_with_what_is_needed(string text)
    {
        Assert.That(Shard.Parse(text, out string? problem), Is.Null);
        Assert.That(problem, Is.EqualTo("is not a shard; I/N is needed with I from 0 to N-1, as in 0/8"));
    }
}
