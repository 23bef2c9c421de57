using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

public sealed partial class GemmOperand
{
    public static GemmOperand Of(SqMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int k = matrix.K;
        bool[] stored = matrix.Mask();
        var integers = new long[(long)matrix.Vectors * k];
        var high = new bool[integers.Length];
        int unit = UnitOf(matrix.Elements);
        int next = 0;
        for (int i = 0; i < stored.Length; i++)
        {
            ushort code = stored[i] ? matrix.High[next++] : matrix.Low[i];
            if (i % matrix.StoredK >= k)
                continue;
            int at = i / matrix.StoredK * k + i % matrix.StoredK;
            (integers[at], high[at]) = (IntegerOf(matrix.Elements, stored[i], code, unit), stored[i]);
        }
        return new GemmOperand(matrix.Vectors, k, matrix.Format.Bank)
        {
            Integers = integers,
            High = high,
            Unit = unit,
            Element = matrix.Format.High,
            MagnitudeBits = WidthOf(matrix.Format.High) + matrix.Format.High.LowestBit - unit,
            LowScales = matrix.LowScales.ToArray(),
            HighScales = matrix.HighScales.ToArray(),
        };
    }

    public static GemmOperand Of(SqActivations matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int k = matrix.K;
        var integers = new long[(long)matrix.Tokens * k];
        var high = new bool[integers.Length];
        int unit = UnitOf(matrix.Elements);
        for (int i = 0; i < integers.Length; i++)
        {
            high[i] = matrix.IsHigh(i / k, i % k);
            integers[i] = IntegerOf(matrix.Elements, high[i], matrix.Codes[i / k * matrix.StoredK + i % k], unit);
        }
        int segments = matrix.StoredK / matrix.Format.Bank;
        return new GemmOperand(matrix.Tokens, k, matrix.Format.Bank)
        {
            Integers = integers,
            High = high,
            Unit = unit,
            Element = matrix.Format.High,
            MagnitudeBits = WidthOf(matrix.Format.High) + matrix.Format.High.LowestBit - unit,
            LowScales = Repeat(matrix.LowScales, segments),
            HighScales = Repeat(matrix.HighScales, segments),
        };
    }

    /// <summary>
    /// Weights whose rows take one of two precisions under a static activation mask (`w_bits_high_rows` 8): rows of high channels come from
    /// <paramref name="highRows"/>, with its scales, the others from <paramref name="lowRows"/>.
    /// </summary>
    /// <param name="lowRows">All rows in the low type, [N, K].</param>
    /// <param name="highRows">All rows in the high type, [N, K]; groups as in <paramref name="lowRows"/>.</param>
    /// <param name="mask">[K] or longer.</param>
    public static GemmOperand OfRows(CodedMatrix lowRows, CodedMatrix highRows, ReadOnlySpan<bool> mask)
    {
        GemmOperand low = Of(lowRows);
        GemmOperand high = Of(highRows);
        if (low.K != high.K || low.Vectors != high.Vectors || low.Segment != high.Segment || mask.Length < low.K || low.Integers is null
            || high.Integers is null || low.Unit != high.Unit)
            throw new ArgumentException("low and high rows must agree in shape, groups and unit");
        var rows = new bool[low.Integers.Length];
        var integers = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = mask[i % low.K];
            integers[i] = (rows[i] ? high : low).Integers![i];
        }
        return new GemmOperand(low.Vectors, low.K, low.Segment)
        {
            Integers = integers,
            High = rows,
            Unit = low.Unit,
            MagnitudeBits = Math.Max(low.MagnitudeBits, high.MagnitudeBits),
            Element = high.Element,
            LowScales = low.LowScales,
            HighScales = high.LowScales,
        };
    }

    private static int UnitOf(SqElements elements) =>
        Math.Min(elements.High.Format.LowestBit, elements.Low?.Format.LowestBit ?? elements.High.Format.LowestBit);

    private static long IntegerOf(SqElements elements, bool high, ushort code, int unit)
    {
        if (!high && elements.Low is null)
            return 0;
        UnpackedCode unpacked = (high ? elements.High : elements.Low!).Unpack(code);
        return (long)unpacked.Significand << (unpacked.Exponent - unit);
    }

    private static float[] Repeat(ReadOnlySpan<float> scales, int times)
    {
        var repeated = new float[(long)scales.Length * times];
        for (int i = 0; i < repeated.Length; i++)
            repeated[i] = scales[i / times];
        return repeated;
    }
}
