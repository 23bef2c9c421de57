using System.Collections.Immutable;
using AccelSim.Model.Measured;

namespace AccelSim.Engine.Kernels;

/// <summary>Times measured kernels of one machine; keeps what it made of the constants.</summary>
public sealed class KernelModel(KernelChip chip, KernelLibrary library)
{
    private readonly Dictionary<string, (MatmulConstants Constants, GemmPlan Plan)?> gemms = new(StringComparer.Ordinal);
    private readonly Dictionary<KernelFamily, AttentionConstants?> attentions = [];
    private readonly SharedConstants shared = library.Shared(chip);
    private CollectiveConstants? collective;

    public KernelChip Chip => chip;

    /// <summary>The silicon that all kernels share.</summary>
    public SharedConstants Shared => shared;

    /// <summary>The kernel's time, or null where the machine lacks the units or the library the constants.</summary>
    public KernelTime? Run(MeasuredKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        KernelFamily family = FamilyOf(kernel.Dtype);
        return kernel.Kind switch
        {
            MeasuredKind.Gemm => Gemm(kernel.Dtype) is { } gemm ? GemmKernels.Run(chip, shared, gemm.Constants, gemm.Plan, Gemm(kernel)) : null,
            MeasuredKind.Attention => Attention(family) is { } constants ? AttentionKernels.Run(chip, shared, constants, Attention(kernel.Shape, family)) : null,
            MeasuredKind.Vector => VectorKernels.Run(chip, shared, kernel.Dtype, kernel.Shape.A, kernel.Shape.B),
            _ => chip.LinkWidth > 0 && Collective() is { } links ? CollectiveKernels.Run(chip, links, Collective(kernel)) : null,
        };
    }

    /// <summary>The same with constants that are tried out.</summary>
    public static KernelTime? Run(KernelChip chip, MeasuredKernel kernel, SharedConstants shared, ImmutableArray<double> constants)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        KernelFamily family = FamilyOf(kernel.Dtype);
        return kernel.Kind switch
        {
            MeasuredKind.Gemm => GemmPlan.Of(kernel.Dtype, chip) is { } plan ? GemmKernels.Run(chip, shared, new MatmulConstants(constants), plan, Gemm(kernel)) : null,
            MeasuredKind.Attention => AttentionKernels.Run(chip, shared, new AttentionConstants(constants), Attention(kernel.Shape, family)),
            MeasuredKind.Vector => VectorKernels.Run(chip, shared, kernel.Dtype, kernel.Shape.A, kernel.Shape.B),
            _ => CollectiveKernels.Run(chip, new CollectiveConstants(constants), Collective(kernel)),
        };
    }

    /// <summary>The kernels that a dtype of a data file means.</summary>
    public static KernelFamily FamilyOf(string dtype) => dtype switch
    {
        "bfloat16" or "bfloat16_2:4" => KernelFamily.Dense16,
        "fp8" or "fp8_kernel" or "fp8_block_kernel" => KernelFamily.Dense8,
        "fp8_block" => KernelFamily.Block8,
        "nvfp4" or "nvfp4_kernel" => KernelFamily.Block4,
        "int8_w8a8" => KernelFamily.Integer8,
        "int8_wo" => KernelFamily.WeightOnly8,
        "int4_wo" => KernelFamily.WeightOnly4,
        "decode_bfloat16" => KernelFamily.Decode16,
        "decode_fp8" => KernelFamily.Decode8,
        "prefill_bfloat16" => KernelFamily.Prefill16,
        "prefill_fp8" => KernelFamily.Prefill8,
        "softmax" or "layernorm" or "gelu" => KernelFamily.Vector,
        _ => KernelFamily.Collective,
    };

    public static GemmShape Gemm(MeasuredKernel kernel) => new((int)kernel.Shape.A, (int)kernel.Shape.B, (int)kernel.Shape.C, kernel.WeightCopies, kernel.BackToBack);

    /// <summary>
    /// The attention of a row. Kernels of decoding pack the queries of a key head, as many as share it times the tokens of a sequence, into the rows
    /// of a tile: several tokens (a verification) are that many heads more.
    /// </summary>
    public static AttentionShape Attention(MeasuredShape s, KernelFamily family)
    {
        int tokens = family is KernelFamily.Decode16 or KernelFamily.Decode8 ? (int)s.B : 1;
        return new((int)s.A, (int)s.B / tokens, (int)s.C, (int)Math.Min(int.MaxValue, s.D * tokens), (int)s.E, (int)s.F, family is KernelFamily.Decode8 or KernelFamily.Prefill8 ? 1 : 2);
    }

    private static CollectiveShape Collective(MeasuredKernel kernel) => new((int)kernel.Shape.A, kernel.Shape.B,
        kernel.Dtype.StartsWith("trtllm", StringComparison.Ordinal), !kernel.Dtype.EndsWith("int8", StringComparison.Ordinal));

    private (MatmulConstants Constants, GemmPlan Plan)? Gemm(string dtype)
    {
        if (gemms.TryGetValue(dtype, out var known)) return known;
        (MatmulConstants, GemmPlan)? made = library.Constants(chip.Generation, FamilyOf(dtype)) is { } values && GemmPlan.Of(dtype, chip) is { } plan ? (new MatmulConstants(values), plan) : null;
        gemms[dtype] = made;
        return made;
    }

    private AttentionConstants? Attention(KernelFamily family)
    {
        if (attentions.TryGetValue(family, out AttentionConstants? known)) return known;
        return attentions[family] = library.Constants(chip.Generation, family) is { } values ? new AttentionConstants(values) : null;
    }

    private CollectiveConstants? Collective() =>
        collective ??= library.Constants(chip.Generation, KernelFamily.Collective) is { } values ? new CollectiveConstants(values) : null;
}
