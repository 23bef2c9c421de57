namespace AccelSim.Model.Formats;

/// <summary>
/// Everything about a conversion that its target format leaves open. The default value is nearest-even, saturating, NaN refused where it has no code.
/// </summary>
/// <param name="Rounding">Choice between the two neighbours.</param>
/// <param name="Overflow">Fate of values beyond the largest finite one.</param>
/// <param name="Nan">Fate of NaN in a format without NaN.</param>
/// <param name="RandomBits">Random bits a value uses under <see cref="Rounding.Stochastic"/>, 1 to 32; 0 otherwise.</param>
public readonly record struct Conversion(
    Rounding Rounding = Rounding.NearestEven,
    OverflowRule Overflow = OverflowRule.Saturate,
    NanRule Nan = NanRule.Refuse,
    int RandomBits = 0)
{
    /// <summary>Nearest-even and saturating, the rule of every quantiser here.</summary>
    public static Conversion Saturating => default;

    /// <summary>Nearest-even with overflow to infinity: IEEE 754 arithmetic.</summary>
    public static Conversion Ieee => new(Overflow: OverflowRule.Infinity);

    /// <summary>Saturating stochastic rounding from <paramref name="randomBits"/> bits a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 32 bits.</exception>
    public static Conversion Stochastic(int randomBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(randomBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(randomBits, 32);
        return new(Rounding.Stochastic, RandomBits: randomBits);
    }
}
