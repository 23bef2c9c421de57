namespace AccelSim.Model.Formats;

/// <summary>
/// A code as exact integers: value = <see cref="Significand"/> * 2^<see cref="Exponent"/>. Subnormals keep the exponent of the smallest normal
/// and are not renormalised, as tensor cores see them (arXiv 2511.10909).
/// </summary>
/// <param name="Class">Finite, infinity or NaN; for the latter two only the sign of the significand (+1, -1) means anything.</param>
/// <param name="Significand">Signed integer, hidden bit included; -0 gives 0.</param>
/// <param name="Exponent">Exponent of the significand's lowest bit.</param>
public readonly record struct UnpackedCode(CodeClass Class, int Significand, int Exponent);
