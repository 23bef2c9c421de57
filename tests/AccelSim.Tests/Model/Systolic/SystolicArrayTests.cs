using AccelSim.Model.Machines;
using AccelSim.Model.Systolic;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Systolic;

/// <summary>Check values of identities reference, section 1, and the closed forms against a walk over folds.</summary>
public sealed class SystolicArrayTests
{
    private const Dataflow Os = Dataflow.OutputStationary, Ws = Dataflow.WeightStationary, Inputs = Dataflow.InputStationary;

    private static readonly Gen<(SystolicArray Array, long M, long N, long K)> Cases = Gen.Select(
        Gen.Int[1, 40], Gen.Int[1, 40], Gen.Enum<Dataflow>(), Gen.Long[1, 300], Gen.Long[1, 300], Gen.Long[1, 300])
        .Select((r, c, flow, m, n, k) => (new SystolicArray(r, c, flow), m, n, k));

    [TestCase(256, 128, 256, 10_175, 11_199, 14_207)]
    [TestCase(3025, 96, 363, 121_124, 112_283, 216_599)]
    [TestCase(4096, 32, 32, 12_031, 4_189, 16_127)]
    [TestCase(32, 32, 4096, 4_157, 16_127, 16_127)]
    public void SCALE_Sim_reports_the_published_index_on_32_by_32(long m, long n, long k, long os, long ws, long inputs)
    {
        Assert.That(new SystolicArray(32, 32, Os).ScaleSimIndex(m, n, k), Is.EqualTo(os));
        Assert.That(new SystolicArray(32, 32, Ws).ScaleSimIndex(m, n, k), Is.EqualTo(ws));
        Assert.That(new SystolicArray(32, 32, Inputs).ScaleSimIndex(m, n, k), Is.EqualTo(inputs));
    }

    [TestCase(256, 128, 256, Os, 262_144, 262_144, 32_768, 0)]
    [TestCase(256, 128, 256, Ws, 262_144, 32_768, 262_144, 7 * 32_768)]
    [TestCase(256, 128, 256, Inputs, 65_536, 262_144, 262_144, 7 * 32_768)]
    [TestCase(3025, 96, 363, Os, 3_294_225, 3_310_560, 290_400, 0)]
    [TestCase(3025, 96, 363, Ws, 3_294_225, 34_848, 3_484_800, 11 * 290_400)]
    [TestCase(3025, 96, 363, Inputs, 1_098_075, 3_310_560, 3_484_800, 11 * 290_400)]
    public void Traffic_on_32_by_32_is_the_published_one(long m, long n, long k, Dataflow dataflow, long a, long b, long writes, long sums) =>
        Assert.That(new SystolicArray(32, 32, dataflow).Traffic(m, n, k), Is.EqualTo(new SystolicTraffic(a, b, writes, sums)));

    [Test]
    public void The_first_case_takes_11_200_cycles_with_a_drain_and_8_286_or_one_less_when_folds_overlap() => Assert.Multiple(() =>
    {
        Assert.That(new SystolicArray(32, 32, Os).Serial(256, 128, 256), Is.EqualTo(11_200));
        Assert.That(new SystolicArray(32, 32, Ws).Serial(256, 128, 256), Is.EqualTo(11_200));
        Assert.That(new SystolicArray(32, 32, Ws).Overlapped(256, 128, 256), Is.EqualTo(8_286));
        Assert.That(new SystolicArray(32, 32, Os).Overlapped(256, 128, 256), Is.EqualTo(8_285));
        Assert.That(new SystolicArray(32, 32, Os).Throughput(256, 128, 256), Is.EqualTo(8_192));
    });

    /// <summary>A processing element (r, c) multiplies operand pair t at index t + r + c of its fold; the slowest one is the last.</summary>
    [Test]
    public void Cycles_of_a_fold_are_those_of_a_walk_over_its_elements() => Cases.Sample(x =>
    {
        (SystolicArray array, long m, long n, long k) = x;
        long stream = array.Stream(m, n, k), last = 0;
        for (int r = 0; r < array.Rows; r++)
        {
            for (int c = 0; c < array.Cols; c++) last = Math.Max(last, stream - 1 + r + c);
        }
        long drained = 0;
        if (array.Dataflow == Os)
        {
            // Results of a column all reach its port in the same cycle and leave one by one; then the output register.
            for (int c = 0; c < array.Cols; c++)
            {
                long free = 0;
                for (int r = array.Rows - 1; r >= 0; r--)
                {
                    long arrives = stream - 1 + r + c + (array.Rows - 1 - r) + 1;
                    free = Math.Max(free, arrives) + 1;
                }
                drained = Math.Max(drained, free);
            }
        }
        long fold = array.Dataflow == Os ? drained : array.Rows + last + 1;
        long scaleSim = array.Dataflow == Os ? last + 1 : fold;
        return array.Serial(m, n, k) == array.Folds(m, n, k) * fold
            && array.ScaleSimIndex(m, n, k) == array.Folds(m, n, k) * scaleSim - 1;
    }, iter: 200);

    [Test]
    public void Bounds_stand_in_order() => Cases.Sample(x =>
    {
        (SystolicArray array, long m, long n, long k) = x;
        return array.Throughput(m, n, k) <= array.Overlapped(m, n, k) && array.Overlapped(m, n, k) <= array.Serial(m, n, k);
    });

    [Test]
    public void Folds_are_the_blocks_that_a_walk_meets() => Cases.Sample(x =>
    {
        (SystolicArray array, long m, long n, long k) = x;
        (long down, long across) = array.Dataflow switch { Os => (m, n), Ws => (k, n), _ => (k, m) };
        long folds = 0;
        for (long r = 0; r < down; r += array.Rows)
        {
            for (long c = 0; c < across; c += array.Cols) folds++;
        }
        return folds == array.Folds(m, n, k);
    }, iter: 200);

    [Test]
    public void A_product_beyond_64_bits_is_an_error_and_not_a_negative_count() =>
        Assert.That(() => new SystolicArray(1, 1, Os).ScaleSimIndex(1L << 31, 1L << 31, 1L << 31), Throws.InstanceOf<OverflowException>());
}
