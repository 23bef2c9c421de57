namespace AccelSim.Model.Formats;

/// <summary>The built-in scalar formats. A new one is a line here and its entry in <see cref="All"/>; nothing else changes.</summary>
public static class ScalarFormats
{
    public static ScalarFormat Int2 { get; } = ScalarFormat.Integer("int2", 2);
    public static ScalarFormat Int3 { get; } = ScalarFormat.Integer("int3", 3);
    public static ScalarFormat Int4 { get; } = ScalarFormat.Integer("int4", 4);
    public static ScalarFormat Int5 { get; } = ScalarFormat.Integer("int5", 5);
    public static ScalarFormat Int6 { get; } = ScalarFormat.Integer("int6", 6);
    public static ScalarFormat Int8 { get; } = ScalarFormat.Integer("int8", 8);
    public static ScalarFormat Int16 { get; } = ScalarFormat.Integer("int16", 16);

    /// <summary>Raw integer accumulators; stored without a scale.</summary>
    public static ScalarFormat Int32 { get; } = ScalarFormat.Integer("int32", 32);

    /// <summary>OCP MX 1.0: 0 .5 1 1.5 2 3 4 6.</summary>
    public static ScalarFormat Fp4E2M1 { get; } = ScalarFormat.Float("fp4_e2m1", 2, 1, 1, SpecialValues.None);

    /// <summary>OCP MX 1.0, max 7.5.</summary>
    public static ScalarFormat Fp6E2M3 { get; } = ScalarFormat.Float("fp6_e2m3", 2, 3, 1, SpecialValues.None);

    /// <summary>OCP MX 1.0, max 28.</summary>
    public static ScalarFormat Fp6E3M2 { get; } = ScalarFormat.Float("fp6_e3m2", 3, 2, 3, SpecialValues.None);

    /// <summary>OCP OFP8, the "fn" kind: max 448, no infinity.</summary>
    public static ScalarFormat Fp8E4M3 { get; } = ScalarFormat.Float("fp8_e4m3", 4, 3, 7, SpecialValues.NanAllOnes);

    /// <summary>OCP OFP8: max 57344, infinity and NaN as IEEE 754.</summary>
    public static ScalarFormat Fp8E5M2 { get; } = ScalarFormat.Float("fp8_e5m2", 5, 2, 15, SpecialValues.Ieee);

    public static ScalarFormat Bf16 { get; } = ScalarFormat.Float("bf16", 8, 7, 127, SpecialValues.Ieee);

    /// <summary>IEEE 754 binary16.</summary>
    public static ScalarFormat Fp16 { get; } = ScalarFormat.Float("fp16", 5, 10, 15, SpecialValues.Ieee);

    /// <summary>19 bits at the top of a 32-bit word (NVIDIA A100 whitepaper); memory holds the whole word.</summary>
    public static ScalarFormat Tf32 { get; } = ScalarFormat.Float("tf32", 8, 10, 127, SpecialValues.Ieee, storedBits: 32);

    /// <summary>IEEE 754 binary32.</summary>
    public static ScalarFormat Fp32 { get; } = ScalarFormat.Float("fp32", 8, 23, 127, SpecialValues.Ieee);

    /// <summary>The block scale of OCP MX 1.0.</summary>
    public static ScalarFormat E8M0 { get; } = ScalarFormat.Exponent("e8m0", 8, 127);

    /// <summary>The block scale of NVFP4: E4M3 in a byte whose sign bit is ignored (PTX ISA, ue4m3).</summary>
    public static ScalarFormat Ue4M3 { get; } = ScalarFormat.Float("ue4m3", 4, 3, 7, SpecialValues.NanAllOnes, signed: false, storedBits: 8);

    public static IReadOnlyList<ScalarFormat> All { get; } =
    [
        Int2, Int3, Int4, Int5, Int6, Int8, Int16, Int32,
        Fp4E2M1, Fp6E2M3, Fp6E3M2, Fp8E4M3, Fp8E5M2,
        Bf16, Fp16, Tf32, Fp32,
        E8M0, Ue4M3,
    ];
}
