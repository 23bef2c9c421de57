using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats;

public sealed class StoredBitsTests
{
    private static readonly OperandRole[] Roles = Enum.GetValues<OperandRole>();

    private static readonly Gen<(NumberFormat Format, OperandRole Role)> Served =
        Gen.Select(FormatGen.Any, Gen.OneOf(Roles)).Where((f, r) => f.WhyNot(r) is null);

    /// <summary>Those that are filled up with zeros instead of waiting.</summary>
    private static readonly Gen<(NumberFormat Format, OperandRole Role)> Filled = Served.Where(s => !Waits(s));

    private static bool Waits((NumberFormat Format, OperandRole Role) served) => served.Role == OperandRole.KvValues && served.Format.Granule > 1;

    [Test]
    public void Bits_equal_a_walk_over_the_stored_elements() =>
        Gen.Select(Served, Gen.Int[0, 300], Gen.Int[0, 20]).Sample((served, k, vectors) =>
        {
            // Values wait in fp16 until their granule of tokens is complete.
            int tail = Waits(served) ? k % served.Format.Granule : 0;
            return served.Format.Store(served.Role, k, vectors)
                == BitWalk.Count(served.Format, served.Role, k - tail, vectors) + new StoredBits(16L * tail * vectors, 0, 0, 0);
        }, iter: 2000);

    [Test]
    public void A_value_cache_shrinks_only_where_a_granule_is_completed() =>
        Gen.Select(FormatGen.Any.Where(f => f.WhyNot(OperandRole.KvValues) is null), Gen.Int[0, 400]).Sample((format, tokens) =>
        {
            long added = format.Store(OperandRole.KvValues, tokens + 1, 8).Total - format.Store(OperandRole.KvValues, tokens, 8).Total;
            Assert.That(added > 0 || (tokens + 1) % format.Granule == 0, $"{format} adds {added} bits with token {tokens + 1}");
            Assert.That(format.Store(OperandRole.KvValues, tokens, 8).Padding, Is.Zero);
        });

    [Test]
    public void Parts_are_never_negative_and_never_shrink_with_more_elements() =>
        Gen.Select(Filled, Gen.Long[1, 100_000], Gen.Long[1, 10_000], Gen.Long[0, 100]).Sample((served, k, vectors, more) =>
        {
            var bits = served.Format.Store(served.Role, k, vectors);
            Assert.That(bits.Payload > 0 && bits.Scales >= 0 && bits.Metadata >= 0 && bits.Padding >= 0);
            Assert.That(served.Format.Store(served.Role, k + more, vectors).Total, Is.GreaterThanOrEqualTo(bits.Total));
            Assert.That(served.Format.Store(served.Role, k, vectors + more).Total, Is.GreaterThanOrEqualTo(bits.Total));
        });

    [Test]
    public void A_whole_number_of_granules_has_no_padding() =>
        Gen.Select(Served, Gen.Long[1, 1000], Gen.Long[1, 1000]).Sample((served, granules, vectors) =>
            served.Format.Store(served.Role, granules * served.Format.Granule, vectors).Padding == 0);

    [Test]
    public void Padding_is_exactly_what_the_stored_length_adds() =>
        Gen.Select(Filled, Gen.Long[1, 5000], Gen.Long[1, 50]).Sample((served, k, vectors) =>
        {
            var bits = served.Format.Store(served.Role, k, vectors);
            var full = served.Format.Store(served.Role, served.Format.StoredLength(k), vectors);
            Assert.That(bits.Total, Is.EqualTo(full.Total));
            Assert.That(bits.Padding == 0 || served.Format.StoredLength(k) > k);
        });

    [Test]
    public void A_large_matrix_approaches_the_bits_per_element() =>
        Served.Sample(served =>
        {
            long k = served.Format.Granule * (1L << 20);
            long vectors = 128 << 12;
            double measured = served.Format.Store(served.Role, k, vectors).Total / ((double)k * vectors);
            Assert.That(measured, Is.EqualTo(served.Format.BitsPerElement(served.Role)).Within(1e-4));
        });

    [Test]
    public void Negative_extents_are_refused() =>
        FormatGen.Any.Sample(format =>
        {
            Assert.That(() => format.Store(OperandRole.Weights, -1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => format.Store(OperandRole.Weights, 1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }, iter: 100);

    [Test]
    public void A_petabit_beyond_long_is_an_error_and_not_a_negative_size() =>
        Assert.That(() => new PlainFormat(ScalarFormats.Fp32).Store(OperandRole.Weights, long.MaxValue / 16, 16), Throws.InstanceOf<OverflowException>());
}
