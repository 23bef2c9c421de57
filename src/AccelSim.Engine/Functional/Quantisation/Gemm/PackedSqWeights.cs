using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>
/// Integer SQ weights laid out for the fast kernel: panels of 16 columns, in each the k pairs of every bank ascending, 16 columns of a pair side by
/// side as int16, once for the low path (zero under a mask code) and once for the high path (zero elsewhere). Odd banks get one zero.
/// </summary>
public sealed class PackedSqWeights
{
    internal const int Columns = 16;

    /// <exception cref="ArgumentException">The format is not made of integers up to 8 bits.</exception>
    public PackedSqWeights(SqMatrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        SqFormat format = weights.Format;
        if (format.High is not { Kind: ScalarKind.Integer, Bits: <= 8 } || format.Low is null)
            throw new ArgumentException($"the integer kernel takes SQ weights of integers up to 8 bits, not {format}");
        N = weights.Vectors;
        K = weights.K;
        Bank = format.Bank;
        Banks = weights.Banks;
        PairsPerBank = (Bank + 1) / 2;
        int panels = (N + Columns - 1) / Columns;
        Low = new short[(long)panels * Banks * PairsPerBank * 2 * Columns];
        High = new short[Low.Length];
        LowScales = new float[(long)panels * Banks * Columns];
        HighScales = new float[LowScales.Length];
        for (int n = 0; n < N; n++)
        {
            for (int g = 0; g < Banks; g++)
                PackBank(weights, n, g);
        }
    }

    public int N { get; }

    public int K { get; }

    internal int Bank { get; }

    internal int Banks { get; }

    internal int PairsPerBank { get; }

    internal short[] Low { get; }

    internal short[] High { get; }

    internal float[] LowScales { get; }

    internal float[] HighScales { get; }

    private void PackBank(SqMatrix weights, int n, int g)
    {
        SqElements elements = weights.Elements;
        int bank = n * Banks + g;
        int next = bank * weights.Format.HighPerBank;
        int scale = (n / Columns * Banks + g) * Columns + n % Columns;
        LowScales[scale] = weights.LowScales[bank];
        HighScales[scale] = weights.HighScales[bank];
        for (int i = 0; i < Bank; i++)
        {
            ushort code = weights.Low[bank * Bank + i];
            int at = ((n / Columns * Banks + g) * PairsPerBank + i / 2) * 2 * Columns + n % Columns * 2 + i % 2;
            if (code == elements.Vmask)
                High[at] = (short)elements.High.Unpack(weights.High[next++]).Significand;
            else
                Low[at] = (short)elements.Low!.Unpack(code).Significand;
        }
    }
}
