using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;

namespace AccelSim.Input.Workloads;

/// <summary>The block <c>quantisation</c> of a workload: the switches of sq-format.md section 9 under the names of that page.</summary>
internal static class QuantisationYaml
{
    public static ObjectType<QuantisationOptions> Type { get; } = Declare();

    private static ObjectType<QuantisationOptions> Declare()
    {
        QuantisationOptions fallback = QuantisationOptions.Default;
        var block = new ObjectDeclaration<QuantisationOptions>("quantisation");
        var method = block.Optional("method", Lift.Nullable(new EnumType<QuantisationMethod>(
                ("nearest", QuantisationMethod.Nearest), ("smoothed", QuantisationMethod.Smoothed), ("calibrated", QuantisationMethod.Calibrated))),
            o => o.Method == fallback.Method ? null : o.Method, null,
            "nearest: round to nearest, the largest are high. smoothed: the same after smoothing. calibrated: Hessian, importance and error feedback. "
            + "Unless given: calibrated where score, gptq_feedback, damping or mask_2_4 is, else smoothed where smooth_alpha is, else nearest.");
        var scale = block.Optional("scale_type", ScaleTypes(), o => o.ScaleType?.Name ?? "", "", "Type of SQ scales: fp16, fp32 or e8m0; unless given fp16 per bank and fp32 per token. Changes the stored bits.");
        var actMask = block.Optional("act_mask", new EnumType<SqMask>(("static", SqMask.Static), ("dynamic", SqMask.Dynamic)), o => o.ActMask, fallback.ActMask,
            "Mask of SQ activations whose format states none. Changes the stored bits and the unit that gathers.");
        var score = block.Optional("score", new EnumType<WeightScore>(("literal", WeightScore.Literal), ("cholesky", WeightScore.Cholesky),
                ("obs", WeightScore.Obs), ("rounding_loss", WeightScore.RoundingLoss), ("magnitude", WeightScore.Magnitude)),
            o => o.Score, fallback.Score, "Importance of weights: w^2 over the squared diagonal of H^-1 as published, or a variant.");
        var feedback = block.Optional("gptq_feedback", new EnumType<bool>(("on", true), ("off", false)), o => o.GptqFeedback, fallback.GptqFeedback,
            "Whether the rounding error of an element is spread over later ones.");
        var alpha = block.Optional("smooth_alpha", Lift.Nullable(new RealType(0, 1)), o => o.SmoothAlpha, fallback.SmoothAlpha,
            "Share of the range of activations that smoothing moves into the weights; none for no smoothing.");
        var damping = block.Optional("damping", new RealType(0, 1), o => o.Damping, fallback.Damping, "Added to the diagonal of H, as a fraction of its mean.");
        var actScore = block.Optional("act_score", new EnumType<ActivationScore>(("signed", ActivationScore.Signed), ("abs", ActivationScore.Abs), ("l2", ActivationScore.L2)),
            o => o.ActScore, fallback.ActScore, "Importance of input channels, by which a static mask is made.");
        var maskBits = block.Optional("mask_entry_bits", new IntType(1, 8), o => o.MaskEntryBits, fallback.MaskEntryBits, "Bits of an entry of a static mask: 8 or 1. Changes the stored bits.");
        var highRows = block.Optional("w_bits_high_rows", new IntType(4, 8), o => o.WBitsHighRows, fallback.WBitsHighRows,
            "Bits of the weights that high activations meet; only 4 is timed.");
        var wScale = block.Optional("w_scale", new EnumType<WeightScale>(("bank", WeightScale.Bank), ("channel", WeightScale.Channel)), o => o.WScale, fallback.WScale,
            "Scales of weights under SQ activations where their format states no group. Changes the stored bits.");
        var order = block.Optional("sum_order", new EnumType<SumOrder>(("per_bank", SumOrder.PerBank), ("two_pass", SumOrder.TwoPass)), o => o.SumOrder, fallback.SumOrder,
            "Order in which low and high sums meet the accumulator; the time of either is the same.");
        var vmask = block.Optional("vmask_code", new EnumType<VmaskCode>(("twos_complement", VmaskCode.TwosComplement), ("offset", VmaskCode.Offset)),
            o => o.VmaskCode, fallback.VmaskCode, "Number of the mask code in the stored image; changes no bit count and no result.");
        var twoFour = block.Optional("mask_2_4", new EnumType<bool>(("sparsegpt", true), ("magnitude", false)), o => o.SparseGptMask, fallback.SparseGptMask,
            "How 2:4 pruning chooses: by w^2 / U[k,k]^2 of the compensated weights, or by magnitude.");
        Field[] calibrating = [score, feedback, damping, twoFour];
        block.Check([maskBits, highRows], v =>
        {
            if (v.Get(maskBits) is not (1 or 8)) v.Report(maskBits, $"is {v.Get(maskBits)}; an entry of a static mask takes 8 bits or 1");
            if (v.Get(highRows) != 4) v.Report(highRows, v.Get(highRows) == 8
                ? "8 would store more bits than the timing bills, whose weights take one width; only 4 is allowed"
                : $"is {v.Get(highRows)}; only 4 is allowed");
        });
        block.Check([method, alpha, .. calibrating], v =>
        {
            if (v.Get(method) is not { } stated) return;
            foreach (Field field in calibrating.Where(f => v.Given(f) && stated != QuantisationMethod.Calibrated))
                v.Report(field, "has no effect unless method is calibrated; leave one of the two out");
            if (v.Given(alpha) && stated == QuantisationMethod.Nearest) v.Report(alpha, "has no effect where method is nearest; leave one of the two out");
        });
        return block.Build(v => new QuantisationOptions
        {
            Method = v.Get(method) ?? (calibrating.Any(v.Given) ? QuantisationMethod.Calibrated : v.Given(alpha) ? QuantisationMethod.Smoothed : QuantisationMethod.Nearest),
            ScaleType = ScalarFormats.All.FirstOrDefault(s => s.Name == v.Get(scale)),
            ActMask = v.Get(actMask),
            Score = v.Get(score),
            GptqFeedback = v.Get(feedback),
            SmoothAlpha = v.Get(alpha),
            Damping = v.Get(damping),
            ActScore = v.Get(actScore),
            MaskEntryBits = v.Get(maskBits),
            WBitsHighRows = v.Get(highRows),
            WScale = v.Get(wScale),
            SumOrder = v.Get(order),
            VmaskCode = v.Get(vmask),
            SparseGptMask = v.Get(twoFour),
        });
    }

    private static EnumType<string> ScaleTypes() => new(
        ("default", ""), (ScalarFormats.Fp16.Name, ScalarFormats.Fp16.Name), (ScalarFormats.Fp32.Name, ScalarFormats.Fp32.Name), (ScalarFormats.E8M0.Name, ScalarFormats.E8M0.Name));
}
