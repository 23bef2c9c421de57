using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Grouped scaled T-FDPA, the published model of mxf4 and mxf4nvf4 with k = 64 (MMA-Sim, arXiv 2511.10909): the products of a sub-block of G terms
/// are added exactly and multiplied by the significands of both scales; sub-blocks and accumulator are then aligned and truncated as in
/// <see cref="TFdpa"/>, a sub-block's exponent being the sum of its scales' exponents. No recording of the silicon was at hand: unverified.
/// </summary>
public sealed class GstFdpa : ScaledDotAccumulator
{
    private readonly TFdpaParameters parameters;
    private readonly int subBlock;
    private readonly bool zeroKeepsExponent;
    private readonly int productBit;
    private readonly int scaleMantissa;

    /// <param name="left">FP4 or another format of few bits.</param>
    /// <param name="right">The same.</param>
    /// <param name="scale">ue4m3 or e8m0; a subnormal ue4m3 is not renormalised.</param>
    /// <param name="blockLength">Terms under one scale, a multiple of <paramref name="subBlock"/>.</param>
    /// <param name="parameters">L is the k of the instruction, 64.</param>
    /// <param name="subBlock">G.</param>
    /// <param name="zeroKeepsExponent">Whether a sub-block that adds up to zero still counts in the largest exponent: published versions disagree.</param>
    /// <exception cref="ArgumentException">The numbers do not fit each other.</exception>
    public GstFdpa(
        ScalarFormat left, ScalarFormat right, ScalarFormat scale, int blockLength, TFdpaParameters parameters, int subBlock = 16, bool zeroKeepsExponent = false)
        : base(left, right, scale, blockLength, parameters.Rounding.Container)
    {
        if (parameters.Fault() is { } fault)
            throw new ArgumentException(fault, nameof(parameters));
        if (subBlock < 1 || blockLength % subBlock != 0 || parameters.GroupLength % subBlock != 0)
            throw new ArgumentException($"sub-blocks of {subBlock} do not divide blocks of {blockLength} and groups of {parameters.GroupLength}");
        if (ExactDot.FixedBits(left) + ExactDot.FixedBits(right) > 24 || scale.SignificandBits > 8)
            throw new ArgumentException($"{left} x {right} under {scale} is too wide to add exactly in a sub-block");
        this.parameters = parameters;
        this.subBlock = subBlock;
        this.zeroKeepsExponent = zeroKeepsExponent;
        productBit = left.LowestBit + right.LowestBit;
        scaleMantissa = scale.MantissaBits;
    }

    protected override uint Sum(
        ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, ReadOnlySpan<uint> leftScales, ReadOnlySpan<uint> rightScales, uint start)
    {
        uint sum = start;
        for (int k = 0; k < left.Length; k += parameters.GroupLength)
            sum = AddGroup(left, right, leftScales, rightScales, k, Math.Min(k + parameters.GroupLength, left.Length), sum);
        return sum;
    }

    private uint AddGroup(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, ReadOnlySpan<uint> leftScales, ReadOnlySpan<uint> rightScales, int first, int end, uint start)
    {
        UnpackedCode c = OutputCodec.Unpack(start);
        var special = new SpecialSum();
        special.Add(c);
        int largest = parameters.ZeroExponent;
        if (c.Significand != 0)
            largest = Math.Max(largest, c.Exponent + Output.MantissaBits);
        Span<(long Value, int Exponent)> terms = new (long, int)[(end - first + subBlock - 1) / subBlock];
        for (int t = 0; t < terms.Length; t++)
        {
            int from = first + t * subBlock;
            UnpackedCode p = ScaleCodec.Unpack(leftScales[from / BlockLength]), q = ScaleCodec.Unpack(rightScales[from / BlockLength]);
            if (p.Class == CodeClass.Nan || q.Class == CodeClass.Nan)
                special.AddNan();
            long inner = SubBlock(left, right, from, Math.Min(from + subBlock, end), ref special);
            terms[t] = (inner * p.Significand * q.Significand, p.Exponent + q.Exponent);
            if (terms[t].Value != 0 || zeroKeepsExponent)
                largest = Math.Max(largest, terms[t].Exponent + 2 * scaleMantissa);
        }
        if (special.Any)
            return special.Code(OutputCodec);

        int lowest = largest - parameters.FractionBits;
        long sum = Aligned.Shift(c.Significand, c.Exponent - lowest, parameters.Alignment);
        foreach ((long value, int exponent) in terms)
        {
            if (value != 0)
                sum += Aligned.Shift(value, exponent + productBit - lowest, parameters.Alignment);
        }
        return parameters.Rounding.Encode(sum, lowest);
    }

    /// <summary>The exact sum of a sub-block's products in units of the lowest product bit.</summary>
    private long SubBlock(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, int from, int end, ref SpecialSum special)
    {
        long sum = 0;
        for (int i = from; i < end; i++)
        {
            UnpackedCode a = LeftCodec.Unpack(left[i]), b = RightCodec.Unpack(right[i]);
            special.AddProduct(a, b);
            sum += (long)a.Significand * b.Significand << (a.Exponent + b.Exponent - productBit);
        }
        return sum;
    }
}
