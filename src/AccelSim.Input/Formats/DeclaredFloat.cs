using AccelSim.Model.Formats;

namespace AccelSim.Input.Formats;

/// <summary>A float by its fields.</summary>
/// <param name="ExponentBits">Width of the exponent.</param>
/// <param name="MantissaBits">Width of the fraction.</param>
/// <param name="Bias">Exponent bias.</param>
/// <param name="Specials">Which codes are not numbers.</param>
/// <param name="Signed">False for scale types.</param>
public sealed record DeclaredFloat(int ExponentBits, int MantissaBits, int Bias, SpecialValues Specials, bool Signed);
