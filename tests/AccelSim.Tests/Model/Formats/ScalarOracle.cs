using AccelSim.Model.Formats;

namespace AccelSim.Tests.Model.Formats;

/// <summary>The value of a code straight from the definition of its format, in doubles; shares nothing with the product.</summary>
internal static class ScalarOracle
{
    /// <summary>NaN and infinities included; null for a code that carries no value (the unused integer minimum).</summary>
    public static double? Value(ScalarFormat format, uint code)
    {
        if (format.Kind == ScalarKind.Integer)
        {
            long half = 1L << (format.Bits - 1);
            long value = code >= half ? code - 2 * half : code;
            return value == -half ? null : value;
        }
        if (format.Kind == ScalarKind.Exponent)
            return code == (1u << format.Bits) - 1 ? double.NaN : Math.Pow(2, code - (double)format.Bias);
        uint magnitudeMask = (1u << (format.ExponentBits + format.MantissaBits)) - 1;
        uint magnitude = code & magnitudeMask;
        double sign = code == magnitude ? 1 : -1;
        uint exponent = magnitude >> format.MantissaBits;
        double fraction = (magnitude & ((1u << format.MantissaBits) - 1)) / Math.Pow(2, format.MantissaBits);
        switch (format.Specials)
        {
            case SpecialValues.Ieee when exponent == (1u << format.ExponentBits) - 1:
                return fraction == 0 ? sign * double.PositiveInfinity : double.NaN;
            case SpecialValues.NanAllOnes when magnitude == magnitudeMask:
            case SpecialValues.NanNegativeZero when sign < 0 && magnitude == 0:
                return double.NaN;
        }
        return exponent == 0
            ? sign * fraction * Math.Pow(2, 1 - format.Bias)
            : sign * (1 + fraction) * Math.Pow(2, (double)exponent - format.Bias);
    }

    public static IEnumerable<uint> Codes(ScalarFormat format)
    {
        for (uint code = 0; code < 1u << format.CodeBits; code++)
            yield return code;
    }

    public static IEnumerable<double> FiniteValues(ScalarFormat format) =>
        Codes(format).Select(c => Value(format, c)).OfType<double>().Where(double.IsFinite);

    /// <summary>A fresh "e5m3fn"-like zoo beside the built-in types, so that nothing rests on one format's habits.</summary>
    public static readonly ScalarFormat[] Small =
    [
        .. ScalarFormats.All.Where(s => s.CodeBits <= 16),
        ScalarFormat.Float("fnuz_e4m3", 4, 3, 8, SpecialValues.NanNegativeZero),
        ScalarFormat.Float("fnuz_e5m2", 5, 2, 16, SpecialValues.NanNegativeZero),
        ScalarFormat.Float("ieee_e4m3", 4, 3, 7, SpecialValues.Ieee),
        ScalarFormat.Float("all_e3m0", 3, 0, 3, SpecialValues.None),
        ScalarFormat.Float("fn_e4m0", 4, 0, 7, SpecialValues.NanAllOnes),
        ScalarFormat.Float("all_e1m2", 1, 2, 1, SpecialValues.None),
        ScalarFormat.Float("unsigned_e5m3", 5, 3, 15, SpecialValues.Ieee, signed: false),
        ScalarFormat.Exponent("e4m0_scale", 4, 7),
    ];
}
