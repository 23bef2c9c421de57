using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Tensor cores of NVIDIA GPUs as data. Sources: group lengths and FP8 of MMA-Sim (arXiv 2511.10909); F, rho and the exponent of zero of
/// MATLAB-tensor-core (arXiv 2512.07004), whose recordings decide what is verified. A new GPU is new lines here.
/// </summary>
public static class TensorCorePresets
{
    private const string NoZero = "The exponent of zero is published only.";
    private const string LengthFromAbove = "A doubled group length would pass the recordings; the exponent of zero is published only.";
    private const string Unrecorded = "No recording at hand.";

    private static readonly ImmutableArray<ScalarFormat> Fp16 = [ScalarFormats.Fp16], Bf16 = [ScalarFormats.Bf16], Tf32 = [ScalarFormats.Tf32];
    private static readonly ImmutableArray<ScalarFormat> Fp8 = [ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E5M2];
    private static readonly ImmutableArray<ScalarFormat> Narrow = [.. Fp8, ScalarFormats.Fp6E3M2, ScalarFormats.Fp6E2M3, ScalarFormats.Fp4E2M1];

    public static ImmutableArray<TensorCorePreset> All { get; } =
    [
        Native("volta.mma.fp16.fp32", "V100 (sm_70)", Fp16, 4, 23, OutputRounding.RzFp32, Evidence.Verified, LengthFromAbove),
        Native("volta.mma.fp16.fp16", "V100 (sm_70)", Fp16, 4, 23, OutputRounding.RneFp16, Evidence.Verified, LengthFromAbove),
        Native("turing.mma.fp16.fp32", "T4 (sm_75)", Fp16, 8, 24, OutputRounding.RzFp32, Evidence.Published, Unrecorded),
        Native("turing.mma.fp16.fp16", "T4 (sm_75)", Fp16, 8, 24, OutputRounding.RneFp16, Evidence.Published, Unrecorded),
        .. Ampere("ampere", "A100, A2 (sm_80, sm_86)"),
        .. Ampere("ada", "RTX 1000 Ada, L40S (sm_89)"),
        Native("ada.mma.fp8.fp32", "RTX 1000 Ada, L40S (sm_89)", Fp8, 16, 13, OutputRounding.RzE8M13, Evidence.Verified, NoZero),
        Native("ada.mma.fp8.fp16", "RTX 1000 Ada, L40S (sm_89)", Fp8, 16, 13, OutputRounding.RneFp16, Evidence.Verified, "The exponent of zero is unknown."),
        .. Hopper("hopper.mma", "H100, H200 (sm_90)", Evidence.Verified, LengthFromAbove, "Recorded with four terms: the group length is published only."),
        .. Hopper("hopper.wgmma", "H100, H200 (sm_90a)", Evidence.Published, Unrecorded, Unrecorded),
        Native("hopper.wgmma.fp8.fp32", "H100, H200 (sm_90a)", Fp8, 32, 13, OutputRounding.RzE8M13, Evidence.Verified, "Recorded with c = 0: the place of c is published only."),
        Native("hopper.wgmma.fp8.fp16", "H100, H200 (sm_90a)", Fp8, 32, 13, OutputRounding.RneFp16, Evidence.Published, "No recording at hand; the exponent of zero is unknown."),
        Emulated("hopper.mma.fp8.fp16", "H100, H200 (sm_90)", OutputRounding.RneFp16, Fp8MmaVersion.Chained, Evidence.Verified),
        Emulated("hopper.mma.fp8.fp32", "H100, H200 (sm_90, assembler 12.4)", OutputRounding.RzFp32, Fp8MmaVersion.Assembler124, Evidence.Inferred),
        .. Hopper("blackwell.mma", "B200 (sm_100)", Evidence.Verified, LengthFromAbove, "Recorded with four terms: the group length is published only."),
        .. Hopper("blackwell.tcgen05", "B200 (sm_100a)", Evidence.Published, Unrecorded, Unrecorded),
        Native("blackwell.tcgen05.f8f6f4.fp32", "B200 (sm_100a)", Narrow, 32, 25, OutputRounding.RzFp32, Evidence.Published, Unrecorded),
        Native("blackwell.tcgen05.f8f6f4.fp16", "B200 (sm_100a)", Narrow, 32, 25, OutputRounding.RneFp16, Evidence.Published, "No recording at hand; the exponent of zero is unknown."),
        Emulated("blackwell.mma.fp8.fp16", "B200 (sm_100)", OutputRounding.RneFp16, Fp8MmaVersion.Chained, Evidence.Verified),
        Emulated("blackwell.mma.fp8.fp32", "B200 (sm_100)", OutputRounding.RzFp32, Fp8MmaVersion.Chained, Evidence.Verified),
        Native("blackwell-rtx.mma.f8f6f4.fp32", "RTX PRO 6000 (sm_120)", Narrow, 32, 25, OutputRounding.RzFp32, Evidence.Published, Unrecorded),
        Native("blackwell-rtx.mma.f8f6f4.fp16", "RTX PRO 6000 (sm_120)", Narrow, 32, 25, OutputRounding.RneFp16, Evidence.Published, "No recording at hand; the exponent of zero is unknown."),
    ];

    /// <summary>The preset of this name, or null.</summary>
    public static TensorCorePreset? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    private static TensorCorePreset[] Ampere(string generation, string gpus) =>
    [
        Native($"{generation}.mma.fp16.fp32", gpus, Fp16, 8, 24, OutputRounding.RzFp32, Evidence.Verified, LengthFromAbove),
        Native($"{generation}.mma.fp16.fp16", gpus, Fp16, 8, 24, OutputRounding.RneFp16, Evidence.Verified, "F is nearly invisible through fp16; " + LengthFromAbove),
        Native($"{generation}.mma.bf16.fp32", gpus, Bf16, 8, 24, OutputRounding.RzFp32, Evidence.Verified, LengthFromAbove),
        Native($"{generation}.mma.tf32.fp32", gpus, Tf32, 4, 24, OutputRounding.RzFp32, Evidence.Verified, LengthFromAbove),
    ];

    private static TensorCorePreset[] Hopper(string instruction, string gpus, Evidence evidence, string note, string tf32) =>
    [
        Native($"{instruction}.fp16.fp32", gpus, Fp16, 16, 25, OutputRounding.RzFp32, evidence, note),
        Native($"{instruction}.fp16.fp16", gpus, Fp16, 16, 25, OutputRounding.RneFp16, evidence, note),
        Native($"{instruction}.bf16.fp32", gpus, Bf16, 16, 25, OutputRounding.RzFp32, evidence, note),
        Native($"{instruction}.tf32.fp32", gpus, Tf32, 8, 25, OutputRounding.RzFp32, evidence, tf32),
    ];

    private static TensorCorePreset Native(
        string name, string gpus, ImmutableArray<ScalarFormat> inputs, int length, int fraction, OutputRounding rounding, Evidence evidence, string note) =>
        new(name, gpus, inputs, rounding.Container, TFdpaParameters.Usual(length, fraction, rounding), null, evidence, note);

    private static TensorCorePreset Emulated(string name, string gpus, OutputRounding rounding, Fp8MmaVersion version, Evidence evidence) =>
        new(name, gpus, Fp8, rounding.Container, TFdpaParameters.Usual(16, 25, rounding), version, evidence,
            "Software: depends on the assembler, and the fp16 group length and fraction bits are invisible in it.");
}
