using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// NaN and infinity in a sum of products, as IEEE 754 has them and tensor cores too: a NaN operand, infinity times zero, or both infinities
/// give the canonical NaN (payload and sign dropped); else any infinity gives itself (MMA-Sim, arXiv 2511.10909).
/// </summary>
internal struct SpecialSum
{
    private bool nan;
    private bool positive;
    private bool negative;

    /// <summary>True when the sum is not the sum of finite numbers.</summary>
    public readonly bool Any => nan || positive || negative;

    /// <summary>Takes note of one product.</summary>
    public void AddProduct(UnpackedCode a, UnpackedCode b)
    {
        if (a.Class == CodeClass.Finite && b.Class == CodeClass.Finite)
            return;
        bool zero = (a.Class == CodeClass.Finite && a.Significand == 0) || (b.Class == CodeClass.Finite && b.Significand == 0);
        if (a.Class == CodeClass.Nan || b.Class == CodeClass.Nan || zero)
            nan = true;
        else
            AddInfinity((a.Significand < 0) != (b.Significand < 0));
    }

    /// <summary>Takes note of one summand.</summary>
    public void Add(UnpackedCode c)
    {
        if (c.Class == CodeClass.Nan)
            nan = true;
        else if (c.Class == CodeClass.Infinity)
            AddInfinity(c.Significand < 0);
    }

    /// <summary>Makes the sum NaN, as a NaN scale does.</summary>
    public void AddNan() => nan = true;

    /// <summary>The code of the sum; asked only where <see cref="Any"/>.</summary>
    public readonly uint Code(ScalarCodec output) =>
        nan || (positive && negative) ? output.NanCode : output.Encode(positive ? float.PositiveInfinity : float.NegativeInfinity, Conversion.Ieee);

    private void AddInfinity(bool isNegative)
    {
        if (isNegative)
            negative = true;
        else
            positive = true;
    }
}
