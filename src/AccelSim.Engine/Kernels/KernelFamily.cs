namespace AccelSim.Engine.Kernels;

/// <summary>Kernels that share one code base in the vendor's libraries, so one set of constants.</summary>
public enum KernelFamily
{
    /// <summary>Dense 16-bit GEMM of the vendor's BLAS.</summary>
    Dense16,

    /// <summary>Dense fp8 GEMM of the vendor's BLAS behind a dynamic per-tensor quantiser.</summary>
    Dense8,

    /// <summary>fp8 GEMM with 128-wide block scales behind a fused quantiser.</summary>
    Block8,

    /// <summary>NVFP4 GEMM (4 bits and a scale of 8 for every 16) behind a fused quantiser; never measured.</summary>
    Block4,

    /// <summary>int8 GEMM with per-token and per-channel scales (SmoothQuant).</summary>
    Integer8,

    /// <summary>16-bit activations times int8 weights that are converted in the main loop.</summary>
    WeightOnly8,

    /// <summary>The same for int4 weights with group scales.</summary>
    WeightOnly4,

    /// <summary>One query token against a 16-bit KV cache, split over the cache.</summary>
    Decode16,

    /// <summary>The same with an fp8 cache.</summary>
    Decode8,

    /// <summary>Causal attention of whole prompts, 16 bits.</summary>
    Prefill16,

    /// <summary>The same with an fp8 cache.</summary>
    Prefill8,

    /// <summary>All-reduce and its relatives between chips.</summary>
    Collective,

    /// <summary>Softmax, normalisation and activation kernels; nothing of them is calibrated.</summary>
    Vector,
}
