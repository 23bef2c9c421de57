using System.Numerics;
using System.Runtime.InteropServices;

namespace AccelSim.Model.Formats;

internal static class Quotient
{
    /// <summary>quotient[i] = fl(values[i] / divisor), one fp32 operation each.</summary>
    public static void Of(ReadOnlySpan<float> values, float divisor, Span<float> quotient)
    {
        int whole = values.Length - values.Length % Vector<float>.Count;
        var wideDivisor = new Vector<float>(divisor);
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(values[..whole]);
        Span<Vector<float>> wideQuotient = MemoryMarshal.Cast<float, Vector<float>>(quotient[..whole]);
        for (int i = 0; i < wide.Length; i++)
            wideQuotient[i] = wide[i] / wideDivisor;
        for (int i = whole; i < values.Length; i++)
            quotient[i] = values[i] / divisor;
    }
}
