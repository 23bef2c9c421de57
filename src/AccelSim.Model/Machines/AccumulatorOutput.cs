namespace AccelSim.Model.Machines;

/// <summary>How the sum of a group of products becomes the accumulator's word again.</summary>
public enum AccumulatorOutput
{
    /// <summary>fp32, truncated: tensor cores on fp16, bf16 and tf32.</summary>
    RzFp32,

    /// <summary>fp32, nearest-even.</summary>
    RneFp32,

    /// <summary>fp16, nearest-even.</summary>
    RneFp16,

    /// <summary>Eight exponent and 13 fraction bits, truncated: native FP8 of Ada and Hopper.</summary>
    RzE8M13,
}
