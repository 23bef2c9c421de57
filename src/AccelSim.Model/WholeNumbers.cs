namespace AccelSim.Model;

/// <summary>Arithmetic of counts.</summary>
public static class WholeNumbers
{
    /// <summary>The quotient rounded up: how many parts of a size a whole takes.</summary>
    /// <param name="whole">0 or more.</param>
    /// <param name="part">1 or more.</param>
    public static long Ceiling(long whole, long part) => (whole + part - 1) / part;
}
