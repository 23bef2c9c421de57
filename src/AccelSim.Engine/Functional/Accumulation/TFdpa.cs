using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Truncated fused dot-product-add, the model of NVIDIA tensor cores (MMA-Sim, arXiv 2511.10909; arXiv 2512.07004): products and accumulator of a
/// group are aligned to the group's largest exponent, truncated below F bits, added exactly, and rounded once; groups are chained in ascending k.
/// Products are not normalised before alignment and subnormal operands not renormalised. Integers only.
/// </summary>
public sealed class TFdpa : DotAccumulator
{
    private readonly int leftMantissa;
    private readonly int rightMantissa;
    private readonly TFdpaKernel? kernel;

    /// <exception cref="ArgumentException">See <see cref="TFdpaParameters.Fault"/>; or the operands are too wide.</exception>
    public TFdpa(ScalarFormat left, ScalarFormat right, TFdpaParameters parameters)
        : base(left, right, parameters.Rounding.Container)
    {
        Parameters = parameters;
        if (parameters.Fault() is { } fault)
            throw new ArgumentException(fault, nameof(parameters));
        if (left.SignificandBits + right.SignificandBits > 50)
            throw new ArgumentException($"the product of {left} and {right} has more than 50 bits");
        leftMantissa = left.MantissaBits;
        rightMantissa = right.MantissaBits;
        kernel = TFdpaKernel.For(left, right, parameters);
    }

    public TFdpaParameters Parameters { get; }

    public override void Multiply(DotShape shape, ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, Span<uint> sums)
    {
        if (kernel is null)
        {
            MultiplyOneByOne(shape, left, right, sums);
            return;
        }
        shape.Check(left.Length, right.Length, sums.Length);
        kernel.Multiply(shape, left, right, sums, this);
    }

    protected override uint Sum(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        uint sum = start;
        for (int k = 0; k < left.Length; k += Parameters.GroupLength)
        {
            int terms = Math.Min(Parameters.GroupLength, left.Length - k);
            sum = AddGroup(left.Slice(k, terms), right.Slice(k, terms), sum);
        }
        return sum;
    }

    private uint AddGroup(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start)
    {
        UnpackedCode c = OutputCodec.Unpack(start);
        var special = new SpecialSum();
        special.Add(c);
        int largest = Parameters.ZeroExponent;
        if (c.Significand != 0)
            largest = Math.Max(largest, c.Exponent + Output.MantissaBits);
        for (int i = 0; i < left.Length; i++)
        {
            UnpackedCode a = LeftCodec.Unpack(left[i]), b = RightCodec.Unpack(right[i]);
            special.AddProduct(a, b);
            if (a.Significand != 0 && b.Significand != 0)
                largest = Math.Max(largest, a.Exponent + leftMantissa + b.Exponent + rightMantissa);
        }
        if (special.Any)
            return special.Code(OutputCodec);

        int lowest = largest - Parameters.FractionBits;
        long sum = Aligned.Shift(c.Significand, c.Exponent - lowest, Parameters.Alignment);
        for (int i = 0; i < left.Length; i++)
        {
            UnpackedCode a = LeftCodec.Unpack(left[i]), b = RightCodec.Unpack(right[i]);
            // A zero has no exponent to shift by.
            if (a.Significand != 0 && b.Significand != 0)
                sum += Aligned.Shift((long)a.Significand * b.Significand, a.Exponent + b.Exponent - lowest, Parameters.Alignment);
        }
        return Parameters.Rounding.Encode(sum, lowest);
    }
}
