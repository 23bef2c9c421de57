using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class WindowedAttentionTests
{
    private static readonly Gen<(AttentionShape Shape, long Window)> Case =
        Gen.Select(Gen.Long[1, 4], Gen.Long[1, 60], Gen.Long[0, 100], Gen.Long[1, 70])
            .Select((count, q, past, window) => (new AttentionShape(count, q, q + past), window));

    [Test]
    public void Pairs_equal_a_walk_over_the_band() => Case.Sample((shape, window) =>
    {
        long walked = 0;
        for (long i = 0; i < shape.QLen; i++)
            walked += Math.Min(window, shape.KvLen - shape.QLen + i + 1);
        return WindowedAttention.Cut(shape, window).Sum(s => s.Count * s.Pairs(causal: true)) == shape.Count * walked;
    }, iter: 3000);

    [Test]
    public void Every_shape_is_a_causal_one() => Case.Sample((shape, window) =>
        WindowedAttention.Cut(shape, window).All(s => s.Count >= 1 && s.QLen >= 1 && s.KvLen >= s.QLen), iter: 1000);

    [Test]
    public void Short_sequences_stay_whole() => Case.Where(c => c.Shape.KvLen <= c.Window).Sample((shape, window) =>
        WindowedAttention.Cut(shape, window).Single() == shape, iter: 300);

    [Test]
    public void A_decode_step_reads_its_window_once() =>
        Gen.Select(Gen.Long[1, 100], Gen.Long[1, 1000]).Sample((window, past) =>
            WindowedAttention.Cut(new AttentionShape(1, 1, 1 + past), window).Single() == new AttentionShape(1, 1, Math.Min(window, 1 + past)), iter: 300);
}
