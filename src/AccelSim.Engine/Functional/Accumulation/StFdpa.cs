using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Scaled T-FDPA, the published model of block-scaled mxf8f6f4 (MMA-Sim, arXiv 2511.10909): the exponents of both E8M0 scales are added to that of
/// every product, then all is as in <see cref="TFdpa"/>. No recording of the silicon was at hand: unverified.
/// </summary>
public sealed class StFdpa : ScaledDotAccumulator
{
    private readonly TFdpaParameters parameters;

    /// <exception cref="ArgumentException">The scale is no bare exponent, or a group would cross a block.</exception>
    public StFdpa(ScalarFormat left, ScalarFormat right, ScalarFormat scale, int blockLength, TFdpaParameters parameters)
        : base(left, right, scale, blockLength, parameters.Rounding.Container)
    {
        this.parameters = parameters;
        if (parameters.Fault() is { } fault)
            throw new ArgumentException(fault, nameof(parameters));
        if (scale.Kind != ScalarKind.Exponent)
            throw new ArgumentException($"the scale is a bare exponent such as e8m0, not {scale}");
        if (left.SignificandBits + right.SignificandBits > 50)
            throw new ArgumentException($"the product of {left} and {right} has more than 50 bits");
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
        for (int i = first; i < end; i++)
        {
            UnpackedCode a = LeftCodec.Unpack(left[i]), b = RightCodec.Unpack(right[i]);
            UnpackedCode p = ScaleCodec.Unpack(leftScales[i / BlockLength]), q = ScaleCodec.Unpack(rightScales[i / BlockLength]);
            special.AddProduct(a, b);
            if (p.Class == CodeClass.Nan || q.Class == CodeClass.Nan)
                special.AddNan();
            if (a.Significand != 0 && b.Significand != 0)
                largest = Math.Max(largest, a.Exponent + Left.MantissaBits + b.Exponent + Right.MantissaBits + p.Exponent + q.Exponent);
        }
        if (special.Any)
            return special.Code(OutputCodec);

        int lowest = largest - parameters.FractionBits;
        long sum = Aligned.Shift(c.Significand, c.Exponent - lowest, parameters.Alignment);
        for (int i = first; i < end; i++)
        {
            UnpackedCode a = LeftCodec.Unpack(left[i]), b = RightCodec.Unpack(right[i]);
            int scale = ScaleCodec.Unpack(leftScales[i / BlockLength]).Exponent + ScaleCodec.Unpack(rightScales[i / BlockLength]).Exponent;
            if (a.Significand != 0 && b.Significand != 0)
                sum += Aligned.Shift((long)a.Significand * b.Significand, a.Exponent + b.Exponent + scale - lowest, parameters.Alignment);
        }
        return parameters.Rounding.Encode(sum, lowest);
    }
}
