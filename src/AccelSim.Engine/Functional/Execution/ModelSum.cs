using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// A model of the catalogue on the codes of the operands; the running sum is a code of its output. A group of the model never reaches over two
/// calls, so neither over two K steps nor over two segments. On the path of high elements, and on both paths of gathered activations, products lie side by side; on the low
/// path of SQ weights a zero stands under every high element, as in the stored array.
/// </summary>
internal sealed class ModelSum(DotAccumulator model, Accumulator record, int elementExponent) : SegmentSum
{
    private readonly ScalarCodec left = new(model.Left), right = new(model.Right), output = new(model.Output);

    private bool IsInteger => model.Output.Kind == ScalarKind.Integer;

    public override bool JoinsRunning => IsInteger;

    public override void Add(GemmOperand a, GemmOperand w, int first, int end, bool high, Span<Int128> sums)
    {
        int terms = end - first;
        uint[] rows = Codes(a, left, first, terms), columns = Codes(w, right, first, terms);
        if (a.High is not null || w.High is not null)
        {
            AddPath(a, w, rows, columns, first, terms, high, sums);
            return;
        }
        var codes = new uint[sums.Length];
        for (int i = 0; i < codes.Length; i++) codes[i] = (uint)sums[i];
        model.Multiply(new DotShape(a.Vectors, w.Vectors, terms), rows, columns, codes);
        for (int i = 0; i < codes.Length; i++) sums[i] = codes[i];
    }

    public override Int128? Start(float value) => IsInteger || elementExponent != 0 ? null : output.Encode(value, Conversion.Ieee);

    public override float Value(Int128 sum) => MathF.ScaleB(output.Decode((uint)sum), elementExponent);

    public override (Int128 Integer, int Exponent) Exact(Int128 sum)
    {
        UnpackedCode code = output.Unpack((uint)sum);
        return (code.Significand, code.Exponent + elementExponent);
    }

    /// <summary>Modulo 2^32, or clamped where the accumulator clamps.</summary>
    public override Int128 Join(Int128 left, Int128 right)
    {
        if (!IsInteger)
            return base.Join(left, right);
        long sum = unchecked((long)(int)(uint)left + (int)(uint)right);
        return record.Model == "int32_saturate" ? unchecked((uint)(int)Math.Clamp(sum, int.MinValue, int.MaxValue)) : unchecked((uint)sum);
    }

    private void AddPath(GemmOperand a, GemmOperand w, uint[] rows, uint[] columns, int first, int terms, bool high, Span<Int128> sums)
    {
        bool isDense = w.High is not null && !high;
        var x = new uint[terms];
        var y = new uint[terms];
        for (int i = 0; i < sums.Length; i++)
        {
            int m = i / w.Vectors, n = i % w.Vectors, count = 0;
            for (int k = 0; k < terms; k++)
            {
                bool isHigh = w.High is null ? a.High![m * a.K + first + k] : w.High[n * w.K + first + k];
                if (isHigh != high && !isDense)
                    continue;
                x[count] = rows[m * terms + k];
                y[count++] = isHigh == high ? columns[n * terms + k] : 0;
            }
            sums[i] = model.Dot(x.AsSpan(0, count), y.AsSpan(0, count), (uint)sums[i]);
        }
    }

    private static uint[] Codes(GemmOperand operand, ScalarCodec codec, int first, int terms)
    {
        var codes = new uint[(long)operand.Vectors * terms];
        for (int i = 0; i < codes.Length; i++)
        {
            int at = i / terms * operand.K + first + i % terms;
            codes[i] = operand.Floats is not null
                ? codec.Encode(operand.Floats[at], Conversion.Ieee)
                : codec.Encode(Math.ScaleB(operand.Integers![at], operand.Unit - operand.ElementExponent), Conversion.Ieee);
        }
        return codes;
    }
}
