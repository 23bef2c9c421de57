using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Probes;

/// <summary>All instructions that are probed; a new one is a line here, and in <see cref="ProbeModel"/> what is predicted for it.</summary>
public static class TensorProbes
{
    private static readonly ScalarFormat E4M3 = ScalarFormats.Fp8E4M3, E5M2 = ScalarFormats.Fp8E5M2, Fp16 = ScalarFormats.Fp16, Fp32 = ScalarFormats.Fp32;
    private static readonly ScalarFormat Bf16 = ScalarFormats.Bf16, Tf32 = ScalarFormats.Tf32, Int32 = ScalarFormats.Int32;

    public static ImmutableArray<TensorProbe> All { get; } =
    [
        Mma("mma.f16.f32", "m16n8k16.row.col.f32.f16.f16.f32", Fp16, Fp16, Fp32),
        Mma("mma.f16.f16", "m16n8k16.row.col.f16.f16.f16.f16", Fp16, Fp16, Fp16),
        Mma("mma.bf16.f32", "m16n8k16.row.col.f32.bf16.bf16.f32", Bf16, Bf16, Fp32),
        Mma("mma.tf32.f32", "m16n8k8.row.col.f32.tf32.tf32.f32", Tf32, Tf32, Fp32),
        Mma("mma.s8.s32", "m16n8k32.row.col.s32.s8.s8.s32", ScalarFormats.Int8, ScalarFormats.Int8, Int32),
        Mma("mma.s8.s32.satfinite", "m16n8k32.row.col.satfinite.s32.s8.s8.s32", ScalarFormats.Int8, ScalarFormats.Int8, Int32),
        Mma("mma.s4.s32", "m16n8k64.row.col.s32.s4.s4.s32", ScalarFormats.Int4, ScalarFormats.Int4, Int32),
        Mma("mma.e4m3.e4m3.f32", "m16n8k32.row.col.f32.e4m3.e4m3.f32", E4M3, E4M3, Fp32),
        Mma("mma.e5m2.e5m2.f32", "m16n8k32.row.col.f32.e5m2.e5m2.f32", E5M2, E5M2, Fp32),
        Mma("mma.e4m3.e5m2.f32", "m16n8k32.row.col.f32.e4m3.e5m2.f32", E4M3, E5M2, Fp32),
        Wgmma("wgmma.e4m3.e4m3.f32", "m64n8k32.f32.e4m3.e4m3", E4M3, E4M3, Fp32),
        Wgmma("wgmma.e5m2.e5m2.f32", "m64n8k32.f32.e5m2.e5m2", E5M2, E5M2, Fp32),
        Wgmma("wgmma.e4m3.e5m2.f32", "m64n8k32.f32.e4m3.e5m2", E4M3, E5M2, Fp32),
        Wgmma("wgmma.e5m2.e4m3.f32", "m64n8k32.f32.e5m2.e4m3", E5M2, E4M3, Fp32),
        Wgmma("wgmma.e4m3.e4m3.f16", "m64n8k32.f16.e4m3.e4m3", E4M3, E4M3, Fp16),
        Wgmma("wgmma.e5m2.e5m2.f16", "m64n8k32.f16.e5m2.e5m2", E5M2, E5M2, Fp16),
        Wgmma("wgmma.e4m3.e5m2.f16", "m64n8k32.f16.e4m3.e5m2", E4M3, E5M2, Fp16),
        Wgmma("wgmma.e5m2.e4m3.f16", "m64n8k32.f16.e5m2.e4m3", E5M2, E4M3, Fp16),
        Wgmma("wgmma.f16.f32", "m64n8k16.f32.f16.f16", Fp16, Fp16, Fp32),
        Wgmma("wgmma.f16.f16", "m64n8k16.f16.f16.f16", Fp16, Fp16, Fp16),
        Wgmma("wgmma.bf16.f32", "m64n8k16.f32.bf16.bf16", Bf16, Bf16, Fp32),
        Wgmma("wgmma.tf32.f32", "m64n8k8.f32.tf32.tf32", Tf32, Tf32, Fp32),
        Wgmma("wgmma.s8.s32", "m64n8k32.s32.s8.s8", ScalarFormats.Int8, ScalarFormats.Int8, Int32),
        Wgmma("wgmma.s8.s32.satfinite", "m64n8k32.s32.s8.s8.satfinite", ScalarFormats.Int8, ScalarFormats.Int8, Int32),
    ];

    /// <summary>The probe of this name, or null.</summary>
    public static TensorProbe? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    private static TensorProbe Mma(string name, string shape, ScalarFormat left, ScalarFormat right, ScalarFormat output) =>
        new(name, "mma.sync.aligned." + shape, left, right, output);

    private static TensorProbe Wgmma(string name, string shape, ScalarFormat left, ScalarFormat right, ScalarFormat output) =>
        new(name, "wgmma.mma_async.sync.aligned." + shape, left, right, output);
}
