using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation.Grids;

/// <summary>
/// Plain and block-scaled formats: the scale of a group or block is fixed on entering it, by the rules of <see cref="PlainQuantizer"/> and
/// <see cref="BlockQuantizer"/>; a per-channel scale from the weights as they were; a tensor scale from all of them.
/// </summary>
public sealed class CodedGrid : IWeightGrid
{
    private readonly NumberFormat format;
    private readonly int columns;
    private readonly int k;
    private readonly ScalarCodec element;
    private readonly ScalarCodec? scale;
    private readonly float unit;
    private readonly float tensorScale;
    private readonly int perColumn;
    private readonly uint[] codes;
    private readonly float[] scales;

    /// <param name="format">Plain with scales of single vectors, or block-scaled.</param>
    /// <param name="weights">The weights before any compensation, [columns, k].</param>
    /// <param name="columns">Output columns.</param>
    /// <param name="k">Input channels.</param>
    /// <exception cref="ArgumentException">Another format, or a scale shared by several columns.</exception>
    public CodedGrid(NumberFormat format, ReadOnlySpan<float> weights, int columns, int k)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (format is not (BlockScaledFormat or PlainFormat { GroupVectors: 1 }))
            throw new ArgumentException($"error feedback knows no grid of {format}");
        (this.format, this.columns, this.k) = (format, columns, k);
        element = new ScalarCodec(format.Elements[0]);
        ScalarFormat? scaleFormat = format is PlainFormat plain ? plain.Scale : ((BlockScaledFormat)format).Scale;
        scale = scaleFormat is null ? null : new ScalarCodec(scaleFormat);
        unit = format is BlockScaledFormat block ? MathF.ScaleB(1, block.ElementExponent) : 1;
        tensorScale = format is BlockScaledFormat { TensorScale: not null } scaled
            ? BlockQuantizer.Quantize(scaled, weights, columns, k).TensorScale : 1;
        Segment = format is PlainFormat { Group: 0 } ? Math.Max(k, 1) : format.Granule;
        perColumn = scale is null ? 0 : (k - 1) / Segment + 1;
        codes = new uint[weights.Length];
        scales = new float[(long)columns * perColumn];
    }

    public int Segment { get; }

    public void Enter(int column, int first, ReadOnlySpan<float> rest)
    {
        if (scale is null)
            return;
        ReadOnlySpan<float> current = rest[..Math.Min(Segment, rest.Length)];
        float largest = 0;
        foreach (float value in current)
        {
            if (!float.IsFinite(value))
                throw new ArithmeticException("NaN or infinity among the weights");
            largest = MathF.Max(largest, MathF.Abs(value));
        }
        scales[column * perColumn + first / Segment] = ScaleFor(largest, current);
    }

    public float Round(int column, int k, float value)
    {
        float own = scale is null ? 1 : scales[column * perColumn + k / Segment];
        float divisor = own * tensorScale * unit;
        uint code = divisor == 0 ? 0 : element.Encode(value / divisor);
        codes[column * this.k + k] = code;
        float rounded = element.Decode(code) * unit * own;
        return tensorScale == 1 ? rounded : rounded * tensorScale;
    }

    public CodedMatrix ToMatrix() => CodedMatrixCodes.ToMatrix(format, columns, k, codes, scales, tensorScale);

    private float ScaleFor(float largest, ReadOnlySpan<float> current)
    {
        if (format is PlainFormat)
            return PlainQuantizer.ScaleFor(largest, element.Format, scale!);
        var block = (BlockScaledFormat)format;
        if (block.TensorScale is null)
            return BlockQuantizer.Quantize(block, current, 1, current.Length).Scales[0];
        // The order of the two divisions is the format's (numerics.md section 2.3).
        return largest == 0 || tensorScale == 0 ? 0
            : scale!.Round(largest / (float)Math.ScaleB(element.Format.MaxFinite, block.ElementExponent) / tensorScale);
    }
}
