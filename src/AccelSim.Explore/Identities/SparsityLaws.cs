using System.Numerics;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Results;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Identities;

/// <summary>Structured sparsity and SQ-format (section 5): functional equalities and limits of time.</summary>
internal static class SparsityLaws
{
    private const int Side = 16;

    private const long Low = 8192, High = 2048;

    public static readonly Law TwoFourPublished = new("two-four-published", "5", LawKind.Equality,
        "M512 K128 N1024 on 1024 MACs per cycle keeps the unit busy for 65536 cycles dense and 32768 with 2:4.", _ =>
        {
            Machine machine = IdealMachine.Of(new TensorUnit
            {
                Kind = TensorUnitKind.DotProduct,
                Rows = 32,
                Cols = 32,
                MacsPerCycle = new MacRates([new("int8", "int8", 1024)]),
                TwoFourSparsity = true,
            });
            double Busy(string weights) => Tile(machine, 512, 1024, 128, weights, "int8").DenseBusyCycles;
            return Trial.Equal([Busy("int8"), Busy("2:4(int8)")], 65_536, 32_768);
        });

    public static readonly Law TwoFourHalves = new("two-four-halves", "5", LawKind.Equality,
        "Sparsity of 2:4 halves the MAC cycles of a unit that skips, of no other, and takes (b/2 + 1) bits per element of the weights.", chance =>
        {
            Machine dense = Unit(SparsePlacement.Beside), skips = dense with { TensorUnit = dense.TensorUnit with { TwoFourSparsity = true } };
            int bits = chance.Pick(4, 8), m = Side * chance.Int(1, 6), n = Side * chance.Int(1, 6), k = 128 * chance.Int(1, 8);
            string format = $"int{bits}";
            OperationCounters full = Tile(dense, m, n, k, format, format), half = Tile(skips, m, n, k, $"2:4({format})", format), expanded = Tile(dense, m, n, k, $"2:4({format})", format);
            double weights = (double)n * k;
            return Trial.Equal([2.0 * half.DenseBusyCycles, expanded.DenseBusyCycles, half.IssuedMacs, full.DramReadBytes - half.DramReadBytes],
                full.DenseBusyCycles, full.DenseBusyCycles, full.IssuedMacs, weights * (bits - (bits / 2.0 + 1)) / 8);
        });

    public static readonly Law Masked = new("two-four-masked", "5", LawKind.Equality,
        "The product with a 2:4 matrix is that with its masked matrix, bit for bit in integer arithmetic.", chance =>
        {
            int m = chance.Int(1, 4), n = chance.Int(1, 6), k = 4 * chance.Int(1, 30);
            float[] values = chance.Values(n * k);
            CodedMatrix a = PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), chance.Values(m * k), m, k);
            TwoFourMatrix sparse = TwoFourMatrix.Quantize(new TwoFourFormat(new PlainFormat(ScalarFormats.Int8)), values, n, k);
            float[] masked = [.. values.Select((v, i) => sparse.Mask[i] ? v : 0)];
            float[] Product(GemmOperand w) => GemmReference.Multiply(GemmOperand.Of(a), w);
            float[] known = Product(GemmOperand.Of(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), masked, n, k)));
            return new Trial(Doubles(Product(GemmOperand.Of(sparse))), s => s.Zip(known, (x, y) => Slack.Equal(x, y)).Min());
        });

    public static readonly Law Endpoints = new("sq-parts-are-dense", "5", LawKind.Equality,
        "Either part of an SQ matrix is the dense quantisation of its elements with the same bank, symmetric range and scale type.", chance =>
        {
            (SqFormat format, int n, int k, float[] values) = Draw(chance);
            SqMatrix sq = SqQuantizer.Quantize(format, values, n, k);
            bool[] mask = sq.Mask();
            float[] Part(bool high) => [.. values.Select((v, i) => mask[i / k * sq.StoredK + i % k] == high ? v : 0)];
            float[] Dense(ScalarFormat element, bool high) => PlainQuantizer.Quantize(new PlainFormat(element, format.Bank, ScalarFormats.Fp16), Part(high), n, k).Dequantize();
            float[] low = Dense(format.Low!, false), top = Dense(format.High, true);
            return new Trial(Doubles(sq.Dequantize()), s => s.Select((x, i) => Slack.Equal(x, low[i] + top[i])).Min());
        });

    public static readonly Law Merged = new("sq-merged-matrix", "5", LawKind.Equality,
        "The dense low pass plus the sparse high pass is the product with the merged dequantised matrix, exactly in rational arithmetic.", chance =>
        {
            (SqFormat format, int n, int k, float[] values) = Draw(chance);
            SqMatrix sq = SqQuantizer.Quantize(format, values, n, k);
            int[] a = [.. Enumerable.Range(0, k).Select(_ => chance.Int(-7, 7))];
            float[] merged = sq.Dequantize();
            double[] passes = [.. Enumerable.Range(0, n).Select(column => (double)Passes(sq, a, column))];
            // Both sides in units of 2^-24, the smallest step of an fp16 scale; the sums stay far below 2^53.
            return new Trial(passes, s => s.Select((x, column) => Slack.Equal(x, (double)Enumerable.Range(0, k)
                .Aggregate(BigInteger.Zero, (sum, i) => sum + a[i] * Fixed(merged[column * k + i])))).Min());
        });

    public static readonly Law WorstSums = new("sq-worst-sums", "5", LawKind.Bound,
        "Integer sums of 8/4-bit weights and 4-bit activations stay within 49 b (low) and 127 x 7 (1-s) b (high) in every bank.", chance =>
        {
            (SqFormat format, int n, int k, float[] values) = Draw(chance, ScalarFormats.Int8, ScalarFormats.Int4);
            SqMatrix sq = SqQuantizer.Quantize(format, values, n, k);
            int[] a = [.. Enumerable.Range(0, sq.StoredK).Select(_ => chance.Bool() ? 7 : -7)];
            double low = 0, high = 0;
            for (int bank = 0; bank < n * sq.Banks; bank++)
            {
                (long l, long h) = Sums(sq, a, bank, bank % sq.Banks * format.Bank);
                (low, high) = (Math.Max(low, Math.Abs(l)), Math.Max(high, Math.Abs(h)));
            }
            return new Trial([low, high], s => Slack.Min(Slack.AtMost(s[0], 49.0 * format.Bank), Slack.AtMost(s[1], 127.0 * 7 * format.HighPerBank)));
        });

    public static readonly Law TimeBeside = new("sq-time-beside", "5", LawKind.Bound,
        "Weights beside take at least max(1/P_low, (1-s)/P_high) per MAC, and little more on large tiles.", chance =>
        {
            (string format, double s) = Sq(chance);
            OperationCounters c = Tile(Unit(SparsePlacement.Beside), 24 * Side, 24 * Side, 512, format, "int4");
            return Limit(c, Math.Max(1.0 / Low, (1 - s) / High));
        });

    public static readonly Law TimeShared = new("sq-time-shared", "5", LawKind.Bound,
        "Activations one after the other on one unit take at least s/P_low + (1-s)/P_high per MAC, and little more on large tiles.", chance =>
        {
            (string format, double s) = Sq(chance);
            OperationCounters c = Tile(Unit(SparsePlacement.Shared), 24 * Side, 24 * Side, 512, "int4", format);
            // The unit's own rate for the high pair, promoted to int8 x int8, is half of the low one: the serial table of the reference.
            return Limit(c, s / Low + (1 - s) / (Low / 2));
        });

    public static readonly Law HiddenHigh = new("sq-high-hides", "5", LawKind.Equality,
        "The high pass hides behind the low one exactly from s = 1 - P_high/P_low on.", chance =>
        {
            int ratio = chance.Pick(2, 4, 8);
            double s = chance.Pick(0.25, 0.5, 0.625, 0.75, 0.8125, 0.875, 0.9375);
            Machine machine = Unit(SparsePlacement.Beside, Low / ratio);
            double Busy(string weights) => Tile(machine, 24 * Side, 24 * Side, 512, weights, "int4").Cycles;
            double gain = Busy(FormattableString.Invariant($"sq(int8/int4,b=128,s={s})")) / Busy("int4");
            return Trial.Equal(gain <= 1.05 ? 1 : 0, s >= 1 - 1.0 / ratio ? 1 : 0);
        });

    private static Trial Limit(OperationCounters c, double limit) => new([c.Cycles], s => Slack.Min(
        Slack.AtLeast(s[0], Math.Floor(c.IssuedMacs * limit)), Slack.AtMost(s[0], c.IssuedMacs * limit * 1.03)));

    private static (string Format, double S) Sq(Chance chance)
    {
        double s = chance.Pick(0.5, 0.75, 0.875, 0.9375);
        return (FormattableString.Invariant($"sq(int8/int4,b={chance.Pick(16, 32, 64, 128)},s={s})"), s);
    }

    private static (SqFormat Format, int Vectors, int K, float[] Values) Draw(Chance chance, ScalarFormat? high = null, ScalarFormat? low = null)
    {
        int bank = chance.Pick(4, 8, 16, 64), n = chance.Int(1, 4), k = chance.Int(1, 200);
        var format = new SqFormat(high ?? ScalarFormats.Int8, low ?? chance.Pick(ScalarFormats.Int2, ScalarFormats.Int4), bank, chance.Int(1, bank - 1));
        return (format, n, k, chance.Values(n * k));
    }

    /// <summary>Integer sums of both passes of one bank.</summary>
    private static (long Low, long High) Sums(SqMatrix sq, int[] a, int bank, int first)
    {
        long low = 0, high = 0;
        int next = bank * sq.Format.HighPerBank;
        for (int i = 0; i < sq.Format.Bank; i++)
        {
            ushort code = sq.Low[bank * sq.Format.Bank + i];
            int factor = first + i < a.Length ? a[first + i] : 0;
            if (code == sq.Elements.Vmask) high += factor * (long)sq.Elements.Decode(true, sq.High[next++], 1);
            else low += factor * (long)sq.Elements.Decode(false, code, 1);
        }
        return (low, high);
    }

    private static BigInteger Passes(SqMatrix sq, int[] a, int column)
    {
        BigInteger sum = 0;
        for (int b = 0; b < sq.Banks; b++)
        {
            int bank = column * sq.Banks + b;
            (long low, long high) = Sums(sq, a, bank, b * sq.Format.Bank);
            sum += low * Fixed(sq.LowScales[bank]) + high * Fixed(sq.HighScales[bank]);
        }
        return sum;
    }

    private static BigInteger Fixed(float value) => new(Math.ScaleB((double)value, 24));

    private static Machine Unit(SparsePlacement placement, long high = High) => IdealMachine.Of(new TensorUnit
    {
        Kind = TensorUnitKind.DotProduct,
        Rows = Side,
        Cols = Side,
        PipelineDepth = 8,
        MacsPerCycle = new MacRates([new("int4", "int4", Low), new("int8", "int4", high), new("int8", "int8", Low / 2)]),
    }) with
    {
        SparseUnit = new SparseUnit { Placement = placement, Banks = [16, 32, 64, 128], SelectPerCycle = 1 << 20, MacsPerCycle = new MacRates([new("int8", "int4", high)]), PipelineDepth = 8 },
        GatherUnit = new GatherUnit { ElementsPerCycle = 1 << 20, TopKElementsPerCycle = 1 << 20, Latency = 12 },
        RescaleUnit = new RescaleUnit { OutputsPerCycle = 1 << 20, Latency = 8 },
    };

    private static OperationCounters Tile(Machine machine, int m, int n, int k, string weights, string activations)
    {
        GemmOperation gemm = Gemms.Of(m, n, k, weights, activations);
        return new Simulator(machine).Run(gemm, Gemms.OneTile(gemm)).Counters;
    }

    private static double[] Doubles(float[] values) => [.. values.Select(v => (double)v)];
}
