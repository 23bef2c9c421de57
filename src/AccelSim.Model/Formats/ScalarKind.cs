namespace AccelSim.Model.Formats;

/// <summary>How the bits of one scalar are read.</summary>
public enum ScalarKind
{
    /// <summary>Two's complement on the symmetric range -(2^(n-1)-1) .. 2^(n-1)-1; the code -(2^(n-1)) carries no value.</summary>
    Integer,

    /// <summary>Sign, exponent, fraction, with subnormals.</summary>
    Float,

    /// <summary>A bare biased exponent (E8M0 of OCP MX 1.0): positive powers of two, no zero, no sign.</summary>
    Exponent,
}
