using AccelSim.Engine.Timing;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Timing.Reference;

public sealed class ClockRatioTests
{
    private static readonly Gen<ClockRatio> Ratios =
        Gen.Select(Gen.OneOf(Gen.Long[1, 20], Gen.Long[1_000_000, 4_000_000_000]), Gen.Int[1, 2000]).Select((hz, tck) => new ClockRatio(hz, tck));

    // Long enough for the 128-bit path, short enough that every result still fits 64 bits.
    private static readonly Gen<(ClockRatio Ratio, long Cycle)> Cases =
        Gen.Select(Ratios, Gen.OneOf(Gen.Long[0, 1000], Gen.Long[0, 1_000_000_000_000]))
            .Where((ratio, cycle) => (Int128)cycle * ratio.DramCycles / ratio.CoreCycles < long.MaxValue / 4
                                     && (Int128)cycle * ratio.CoreCycles / ratio.DramCycles < long.MaxValue / 4);

    [TestCase(1_000_000_000, 1000, 1, 1)]
    [TestCase(1_410_000_000, 1000, 100, 141)]
    [TestCase(1_000_000_000, 625, 8, 5)]
    [TestCase(1_755_000_000, 769, 200_000, 269_919)]
    public void The_fraction_is_core_period_over_tck_reduced(long hz, int tck, long dram, long core)
    {
        var ratio = new ClockRatio(hz, tck);
        Assert.That((ratio.DramCycles, ratio.CoreCycles), Is.EqualTo((dram, core)));
    }

    [Test]
    public void To_dram_is_the_smallest_dram_cycle_not_before_the_core_cycle() =>
        Cases.Sample((ratio, t) =>
        {
            long d = ratio.ToDram(t);
            Assert.That((Int128)d * ratio.CoreCycles >= (Int128)t * ratio.DramCycles);
            Assert.That((Int128)(d - 1) * ratio.CoreCycles < (Int128)t * ratio.DramCycles);
        });

    [Test]
    public void To_core_is_the_smallest_core_cycle_not_before_the_dram_cycle() =>
        Cases.Sample((ratio, d) =>
        {
            long t = ratio.ToCore(d);
            Assert.That((Int128)t * ratio.DramCycles >= (Int128)d * ratio.CoreCycles);
            Assert.That((Int128)(t - 1) * ratio.DramCycles < (Int128)d * ratio.CoreCycles);
        });

    [Test]
    public void There_and_back_never_arrives_early() =>
        Cases.Sample((ratio, t) => Assert.That(ratio.ToCore(ratio.ToDram(t)), Is.GreaterThanOrEqualTo(t)));

    [Test]
    public void Both_directions_are_monotone() =>
        Gen.Select(Cases, Gen.Long[0, 1000]).Sample((c, more) =>
        {
            Assert.That(c.Ratio.ToDram(c.Cycle + more), Is.GreaterThanOrEqualTo(c.Ratio.ToDram(c.Cycle)));
            Assert.That(c.Ratio.ToCore(c.Cycle + more), Is.GreaterThanOrEqualTo(c.Ratio.ToCore(c.Cycle)));
        });

    [Test]
    public void A_product_beyond_64_bits_is_exact() =>
        Assert.That(new ClockRatio(999_999_999, 1000).ToDram(999_999_999_000_000), Is.EqualTo(1_000_000_000_000_000));

    [Test]
    public void A_result_beyond_64_bits_is_an_error() =>
        Assert.That(() => new ClockRatio(1, 1).ToDram(long.MaxValue / 2), Throws.InstanceOf<OverflowException>());

    [Test]
    public void Negative_cycles_are_refused() =>
        Assert.That(() => new ClockRatio(1, 1).ToCore(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Clocks_below_one_are_refused()
    {
        Assert.That(() => new ClockRatio(0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ClockRatio(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
