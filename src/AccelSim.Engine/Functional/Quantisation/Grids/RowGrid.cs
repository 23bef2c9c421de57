using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Quantisation.Grids;

/// <summary>Weights whose rows under high activations have a wider type and scales of their own (switch <c>w_bits_high_rows</c> 8).</summary>
public sealed class RowGrid : IWeightGrid
{
    private readonly CodedGrid low;
    private readonly CodedGrid high;
    private readonly bool[] mask;
    private readonly float[] part;

    /// <param name="lowFormat">Type of the low rows.</param>
    /// <param name="highFormat">Type of the high rows, in the same groups.</param>
    /// <param name="weights">The weights before any compensation, [columns, k].</param>
    /// <param name="columns">Output columns.</param>
    /// <param name="k">Input channels.</param>
    /// <param name="mask">[k] or longer, true for high rows.</param>
    public RowGrid(PlainFormat lowFormat, PlainFormat highFormat, ReadOnlySpan<float> weights, int columns, int k, bool[] mask)
    {
        low = new CodedGrid(lowFormat, weights, columns, k);
        high = new CodedGrid(highFormat, weights, columns, k);
        this.mask = mask;
        part = new float[k];
    }

    public int Segment => low.Segment;

    public void Enter(int column, int first, ReadOnlySpan<float> rest)
    {
        low.Enter(column, first, Part(first, rest, isHigh: false));
        high.Enter(column, first, Part(first, rest, isHigh: true));
    }

    public float Round(int column, int k, float value) => (mask[k] ? high : low).Round(column, k, value);

    public GemmOperand ToOperand() => GemmOperand.OfRows(low.ToMatrix(), high.ToMatrix(), mask);

    /// <summary>The weights of one kind of row, zero elsewhere: a group's scale is that of its own members.</summary>
    private Span<float> Part(int first, ReadOnlySpan<float> rest, bool isHigh)
    {
        for (int i = 0; i < rest.Length; i++)
            part[i] = mask[first + i] == isHigh ? rest[i] : 0;
        return part.AsSpan(0, rest.Length);
    }
}
