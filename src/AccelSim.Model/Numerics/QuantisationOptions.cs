using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Model.Numerics;

/// <summary>
/// What the publication leaves open, with the defaults of sq-format.md section 9. A format that states a scale type or a mask of its own keeps it.
/// </summary>
public sealed record QuantisationOptions
{
    public static QuantisationOptions Default { get; } = new();

    /// <summary><c>method</c>: nearest, smoothed or calibrated; says which calibration a run makes, and so whether the other switches have anything to work on.</summary>
    public QuantisationMethod Method { get; init; } = QuantisationMethod.Nearest;

    /// <summary><c>scale_type</c>: of SQ scales; null for fp16 per bank and fp32 per token.</summary>
    public ScalarFormat? ScaleType { get; init; }

    /// <summary><c>act_mask</c>: static or dynamic.</summary>
    public SqMask ActMask { get; init; } = SqMask.Static;

    /// <summary><c>score</c>: importance of weights.</summary>
    public WeightScore Score { get; init; } = WeightScore.Literal;

    /// <summary><c>gptq_feedback</c>: the rounding error of an element is spread over the later ones; off is rounding to nearest.</summary>
    public bool GptqFeedback { get; init; } = true;

    /// <summary><c>smooth_alpha</c>: share of the range that smoothing moves into the weights; null for no smoothing.</summary>
    public double? SmoothAlpha { get; init; } = 0.5;

    /// <summary><c>damping</c>: added to the diagonal of H, as a fraction of its mean.</summary>
    public double Damping { get; init; } = 0.01;

    /// <summary><c>act_score</c>: importance of input channels.</summary>
    public ActivationScore ActScore { get; init; } = ActivationScore.Signed;

    /// <summary><c>mask_entry_bits</c>: 8 or 1.</summary>
    public int MaskEntryBits { get; init; } = SqFormat.DefaultMaskEntryBits;

    /// <summary><c>w_bits_high_rows</c>: bits of the weights that high activations meet, 4 (all rows alike) or 8.</summary>
    public int WBitsHighRows { get; init; } = 4;

    /// <summary><c>w_scale</c>: extent of weight scales under SQ activations.</summary>
    public WeightScale WScale { get; init; } = WeightScale.Bank;

    /// <summary><c>sum_order</c>: order of the partial sums.</summary>
    public SumOrder SumOrder { get; init; } = SumOrder.PerBank;

    /// <summary><c>vmask_code</c>: number of the mask code in the stored image.</summary>
    public VmaskCode VmaskCode { get; init; } = VmaskCode.TwosComplement;

    /// <summary><c>mask_2_4</c>: 2:4 pruning with compensation chooses by w^2 / U[k,k]^2 of the current weights (SparseGPT); false: by magnitude.</summary>
    public bool SparseGptMask { get; init; } = true;

    /// <summary>The switches as the method leaves them: rounding to nearest does not smooth.</summary>
    public QuantisationOptions InForce => Method == QuantisationMethod.Nearest ? this with { SmoothAlpha = null } : this;

    /// <summary>Whether quantising weights beside given, complete activations takes calibration data.</summary>
    public bool NeedsData(NumberFormat activations) => Method != QuantisationMethod.Nearest
        || (activations is SqFormat sq && sq.MaskFor(OperandRole.Activations) == SqMask.Static);

    /// <summary>An SQ format with what it leaves open filled in; others as they are.</summary>
    public NumberFormat Complete(NumberFormat format, OperandRole role)
    {
        if (format is not SqFormat sq)
            return format;
        bool isCompact = role is OperandRole.Activations or OperandRole.Output;
        SqMask? mask = sq.Mask ?? (isCompact ? ActMask : null);
        bool own = sq.MaskEntryBits != SqFormat.DefaultMaskEntryBits || mask is not SqMask.Static;
        return new SqFormat(sq.High, sq.Low, sq.Bank, sq.HighPerBank, mask, sq.Scale ?? ScaleType, own ? sq.MaskEntryBits : MaskEntryBits);
    }

    /// <summary>
    /// Weights that meet given activations: a type that states no scale group takes scales as <c>w_scale</c> says where the activations are SQ
    /// (sq-format.md section 3.2), one per bank and column unless told otherwise. Both formats are complete.
    /// </summary>
    public NumberFormat Beside(NumberFormat weights, NumberFormat activations) =>
        WScale == WeightScale.Bank && activations is SqFormat sq && weights is PlainFormat { Group: 0, Scale: not null } plain
            ? new PlainFormat(plain.Element, sq.Bank)
            : weights;
}
