using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// How the products of one path over a run of K are added: the tensor unit's accumulator between two applications of scales. A running sum is
/// opaque, 0 at the start, and goes on from call to call in the order of the calls.
/// </summary>
internal abstract class SegmentSum
{
    /// <summary>Whether running sums of parts of K may be joined as they are, without rounding to fp32 first.</summary>
    public abstract bool JoinsRunning { get; }

    /// <summary>Adds the products of k in [first, end) to every output's sum.</summary>
    /// <param name="a">Rows.</param>
    /// <param name="w">Columns.</param>
    /// <param name="first">First k of the tiles.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="high">Which path, where an operand has two.</param>
    /// <param name="sums">[rows, columns].</param>
    public abstract void Add(GemmOperand a, GemmOperand w, int first, int end, bool high, Span<Int128> sums);

    /// <summary>The sum as an integer of units of 2^exponent (exact sums), or as an fp32 value with its significand and exponent.</summary>
    public abstract float Value(Int128 sum);

    /// <summary>The running sum as an exact number: integer times 2^exponent.</summary>
    public abstract (Int128 Integer, int Exponent) Exact(Int128 sum);

    /// <summary>A running sum that begins at an fp32 value, where the sum keeps one itself; null where products are summed from zero and added after.</summary>
    public virtual Int128? Start(float value) => null;

    /// <summary>Joins two running sums; only where <see cref="JoinsRunning"/>.</summary>
    public virtual Int128 Join(Int128 left, Int128 right) => throw new InvalidOperationException("these sums are joined in fp32");

    /// <summary>
    /// The sum for two operands on a machine: the contract's own under <c>exact</c>, else the machine's model on the codes. An integer that
    /// meets a float is widened to the float's type where that holds it, else to fp32. A pair that the model still does not take (integers
    /// under a tensor-core model, floats under int32) is summed as under <c>exact</c>: integer adders, or a chain of fp32.
    /// </summary>
    public static SegmentSum Of(Accumulator accumulator, GemmOperand a, GemmOperand w)
    {
        AccumulatorModel model = AccumulatorCatalogue.All.FirstOrDefault(m => m.Name == accumulator.Model)
            ?? throw new ArgumentException($"unknown accumulator '{accumulator.Model}'; known are {string.Join(", ", AccumulatorCatalogue.All)}");
        ScalarFormat left = Widened(a.Element, w.Element), right = Widened(w.Element, a.Element);
        bool isContract = model.Name == "exact" && accumulator.Output != AccumulatorOutput.RneFp16;
        if (!isContract && model.Takes(left, right))
            return new ModelSum(model.Build(accumulator, left, right), accumulator, a.ElementExponent + w.ElementExponent);
        return a.Integers is null || w.Integers is null ? new ChainSum() : new ExactSum(a.Unit + w.Unit);
    }

    private static ScalarFormat Widened(ScalarFormat element, ScalarFormat other) =>
        element.Kind != ScalarKind.Integer || other.Kind == ScalarKind.Integer ? element : other.Contains(element) ? other : ScalarFormats.Fp32;
}
