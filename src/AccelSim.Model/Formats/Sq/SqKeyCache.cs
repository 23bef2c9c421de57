namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// Keys of one head in SQ-format, banked along head_dim, so that every token is complete when it arrives: its mask is made at append.
/// Billed as <see cref="OperandRole.KvKeys"/>.
/// </summary>
public sealed class SqKeyCache(SqFormat format, int headDim)
{
    private readonly List<ushort> low = [];
    private readonly List<ushort> high = [];
    private readonly List<float> lowScales = [];
    private readonly List<float> highScales = [];

    public int Tokens { get; private set; }

    /// <summary>Bits held, padding of head_dim included.</summary>
    public StoredBits Stored => format.Store(OperandRole.KvKeys, headDim, Tokens);

    /// <summary>Compresses one key of head_dim values, high elements by magnitude.</summary>
    /// <exception cref="ArgumentException">Not head_dim values.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity; the cache is unchanged.</exception>
    public void Append(ReadOnlySpan<float> key)
    {
        SqMatrix coded = SqQuantizer.Quantize(format, key, 1, headDim);
        low.AddRange(coded.Low);
        high.AddRange(coded.High);
        lowScales.AddRange(coded.LowScales);
        highScales.AddRange(coded.HighScales);
        Tokens++;
    }

    /// <summary>All keys, [tokens, head_dim].</summary>
    public SqMatrix Matrix() => new(format, Tokens, headDim, [.. low], [.. high], [.. lowScales], [.. highScales]);
}
