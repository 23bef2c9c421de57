namespace AccelSim.Model.Formats;

/// <summary>The built-in block-scaled formats. A new one is a line here and its entry in <see cref="All"/>.</summary>
public static class BlockScaledFormats
{
    public static BlockScaledFormat MxFp4 { get; } = Mx("mxfp4", ScalarFormats.Fp4E2M1);
    public static BlockScaledFormat MxFp6E2M3 { get; } = Mx("mxfp6_e2m3", ScalarFormats.Fp6E2M3);
    public static BlockScaledFormat MxFp6E3M2 { get; } = Mx("mxfp6_e3m2", ScalarFormats.Fp6E3M2);
    public static BlockScaledFormat MxFp8E4M3 { get; } = Mx("mxfp8_e4m3", ScalarFormats.Fp8E4M3);
    public static BlockScaledFormat MxFp8E5M2 { get; } = Mx("mxfp8_e5m2", ScalarFormats.Fp8E5M2);

    /// <summary>OCP MX 1.0: the element is an 8-bit integer times 2^-6.</summary>
    public static BlockScaledFormat MxInt8 { get; } = Mx("mxint8", ScalarFormats.Int8, elementExponent: -6);

    /// <summary>NVIDIA's 4-bit format of Blackwell: 16 E2M1 under one UE4M3, one fp32 a tensor.</summary>
    public static BlockScaledFormat NvFp4 { get; } =
        new("nvfp4", ScalarFormats.Fp4E2M1, block: 16, ScalarFormats.Ue4M3, tensorScale: ScalarFormats.Fp32);

    public static IReadOnlyList<BlockScaledFormat> All { get; } = [MxFp4, MxFp6E2M3, MxFp6E3M2, MxFp8E4M3, MxFp8E5M2, MxInt8, NvFp4];

    /// <summary>OCP MX 1.0: 32 elements under one E8M0.</summary>
    private static BlockScaledFormat Mx(string name, ScalarFormat element, int elementExponent = 0) =>
        new(name, element, block: 32, ScalarFormats.E8M0, elementExponent: elementExponent);
}
