using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>The rules of the models that are chains of IEEE fp32 operations.</summary>
internal static class Float32
{
    /// <summary>NVIDIA's canonical NaN (arXiv 2511.10909); IEEE 754 leaves payload and sign open, and processors differ.</summary>
    public const uint Nan = 0x7FFFFFFF;

    public static uint Code(float value) => float.IsNaN(value) ? Nan : BitConverter.SingleToUInt32Bits(value);

    /// <exception cref="ArgumentException">A format has values that fp32 does not hold.</exception>
    public static void RequireExact(params ReadOnlySpan<ScalarFormat> formats)
    {
        foreach (ScalarFormat format in formats)
        {
            if (!ScalarFormats.Fp32.Contains(format))
                throw new ArgumentException($"fp32 does not hold every value of {format}");
        }
    }
}
