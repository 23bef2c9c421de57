using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>A block-scaled tensor-core instruction. All rest on publications only.</summary>
/// <param name="Name">Such as <c>blackwell.mxf4nvf4.fp32</c>.</param>
/// <param name="Inputs">Operand formats.</param>
/// <param name="Build">The accumulator for two of them.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Note">What is open, in a sentence.</param>
public sealed record BlockScaledPreset(
    string Name, ImmutableArray<ScalarFormat> Inputs, Func<ScalarFormat, ScalarFormat, ScaledDotAccumulator> Build, Evidence Evidence, string Note)
{
    private const string Open = "No recording exists; the exponent of zero is a rule of thumb.";

    /// <summary>B200 (sm_100a) and RTX PRO 6000 (sm_120); MMA-Sim, arXiv 2511.10909.</summary>
    public static ImmutableArray<BlockScaledPreset> All { get; } =
    [
        new("blackwell.mxf8f6f4.fp32",
            [ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E5M2, ScalarFormats.Fp6E3M2, ScalarFormats.Fp6E2M3, ScalarFormats.Fp4E2M1],
            (left, right) => new StFdpa(left, right, ScalarFormats.E8M0, 32, TFdpaParameters.Usual(32, 25, OutputRounding.RzFp32)),
            Evidence.Published, Open),
        new("blackwell.mxf4.fp32", [ScalarFormats.Fp4E2M1],
            (left, right) => new GstFdpa(left, right, ScalarFormats.E8M0, 32, TFdpaParameters.Usual(64, 35, OutputRounding.RzFp32)),
            Evidence.Published, Open + " Whether a sub-block that cancels keeps its exponent is open too."),
        new("blackwell.mxf4nvf4.fp32", [ScalarFormats.Fp4E2M1],
            (left, right) => new GstFdpa(left, right, ScalarFormats.Ue4M3, 16, TFdpaParameters.Usual(64, 35, OutputRounding.RzFp32)),
            Evidence.Published, Open + " Whether a sub-block that cancels keeps its exponent is open too."),
    ];

    public override string ToString() => Name;
}
