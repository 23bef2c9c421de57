namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// Values of one head in SQ-format, banked along tokens: the latest tokens, fewer than a bank, wait uncompressed in <see cref="Tail"/>; the token that
/// fills a bank has it compressed, each channel choosing its high tokens by magnitude.
/// </summary>
public sealed class SqValueCache(SqFormat format, int headDim, ScalarFormat tailFormat)
{
    private readonly List<SqMatrix> banks = [];
    private readonly List<float> tail = [];
    private readonly ScalarCodec tailCodec = new(tailFormat);

    public int HeadDim => headDim;

    public int Tokens => CompressedTokens + TailTokens;

    public int CompressedTokens => banks.Count * format.Bank;

    /// <summary>Less than a bank.</summary>
    public int TailTokens => tail.Count / headDim;

    /// <summary>The uncompressed tokens, [tail tokens, head_dim], rounded to the tail's format.</summary>
    public ReadOnlyMemory<float> Tail => tail.ToArray();

    /// <summary>
    /// Bits held: whole banks of every channel, and the tail as payload at the width of its format; what <see cref="NumberFormat.Store"/> bills
    /// where that is <see cref="NumberFormat.KvTailBits"/> wide.
    /// </summary>
    public StoredBits Stored =>
        format.Store(OperandRole.KvValues, CompressedTokens, headDim) + new StoredBits((long)tail.Count * tailFormat.Bits, 0, 0, 0);

    /// <summary>Takes one value of head_dim elements.</summary>
    /// <exception cref="ArgumentException">Not head_dim elements.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity; the cache is unchanged.</exception>
    public void Append(ReadOnlySpan<float> value)
    {
        MatrixExtents.Check(value.Length, 1, headDim);
        SqQuantizer.Magnitudes(value);
        foreach (float element in value)
            tail.Add(tailCodec.Round(element));
        if (TailTokens < format.Bank)
            return;
        var byChannel = new float[tail.Count];
        for (int t = 0; t < format.Bank; t++)
        {
            for (int c = 0; c < headDim; c++)
                byChannel[c * format.Bank + t] = tail[t * headDim + c];
        }
        banks.Add(SqQuantizer.Quantize(format, byChannel, headDim, format.Bank));
        tail.Clear();
    }

    /// <summary>The compressed tokens, [head_dim, compressed tokens].</summary>
    public SqMatrix Matrix()
    {
        int b = format.Bank;
        int h = format.HighPerBank;
        int count = banks.Count;
        var low = new ushort[headDim * count * b];
        var high = new ushort[headDim * count * h];
        var lowScales = new float[headDim * count];
        var highScales = new float[headDim * count];
        for (int g = 0; g < count; g++)
        {
            for (int c = 0; c < headDim; c++)
            {
                int at = c * count + g;
                banks[g].Low.Slice(c * b, b).CopyTo(low.AsSpan(at * b));
                banks[g].High.Slice(c * h, h).CopyTo(high.AsSpan(at * h));
                lowScales[at] = banks[g].LowScales[c];
                highScales[at] = banks[g].HighScales[c];
            }
        }
        return new SqMatrix(format, headDim, CompressedTokens, low, high, lowScales, highScales);
    }
}
