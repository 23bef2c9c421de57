using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation.Grids;

/// <summary>SQ-format under a mask chosen before: two scales on entering a bank, each element on its own grid (sq-format.md section 5.1).</summary>
public sealed class SqGrid : IWeightGrid
{
    private readonly SqFormat format;
    private readonly SqElements elements;
    private readonly int columns;
    private readonly int k;
    private readonly int stored;
    private readonly bool[] mask;
    private readonly ushort[] low;
    private readonly ushort[] highAtPlace;
    private readonly float[] lowScales;
    private readonly float[] highScales;

    /// <param name="format">The target.</param>
    /// <param name="columns">Output columns.</param>
    /// <param name="k">Input channels.</param>
    /// <param name="mask">[columns, stored K], h high in every bank.</param>
    public SqGrid(SqFormat format, int columns, int k, bool[] mask)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(mask);
        (this.format, this.columns, this.k, this.mask) = (format, columns, k, mask);
        elements = new SqElements(format, OperandRole.Weights);
        stored = (int)format.StoredLength(k);
        if (mask.Length != (long)columns * stored)
            throw new ArgumentException($"a mask of {mask.Length} entries does not fit {columns} columns of {stored}");
        low = Array.ConvertAll(mask, high => high ? elements.Vmask : (ushort)0);
        highAtPlace = new ushort[mask.Length];
        lowScales = new float[(long)columns * (stored / format.Bank)];
        highScales = new float[lowScales.Length];
    }

    public int Segment => format.Bank;

    public void Enter(int column, int first, ReadOnlySpan<float> rest)
    {
        ReadOnlySpan<float> current = rest[..Math.Min(format.Bank, rest.Length)];
        int bank = (column * stored + first) / format.Bank;
        (lowScales[bank], highScales[bank]) = elements.Scales(current, mask.AsSpan(column * stored + first, current.Length));
    }

    public float Round(int column, int k, float value)
    {
        int at = column * stored + k;
        float scale = (mask[at] ? highScales : lowScales)[at / format.Bank];
        ushort code = elements.Encode(mask[at], value, scale);
        (mask[at] ? highAtPlace : low)[at] = code;
        return elements.Decode(mask[at], code, scale);
    }

    public SqMatrix ToMatrix()
    {
        ushort[] high = [.. Enumerable.Range(0, mask.Length).Where(at => mask[at]).Select(at => highAtPlace[at])];
        return new SqMatrix(format, columns, k, low, high, lowScales, highScales);
    }
}
