using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>What a machine does with the products of two operands, the same for every output of a GEMM.</summary>
internal sealed class GemmArithmetic
{
    public GemmArithmetic(Machine machine, MultiplyPlan plan, GemmOperand a, GemmOperand w)
    {
        GemmReference.Check(a, w);
        K = a.K;
        Sum = SegmentSum.Of(machine.Accumulator, a, w);
        bool two = a.High is not null || w.High is not null;
        IsWhole = !two && a.Segments <= 1 && w.Segments <= 1;
        ShiftsAndAdds = w.High is not null && plan is { Selects: true, RescalesPerGroup: 1 };
        TensorScale = a.TensorScale == 1 && w.TensorScale == 1 ? null : a.TensorScale * w.TensorScale;
    }

    public int K { get; }

    public SegmentSum Sum { get; }

    /// <summary>One scale on each side for all of K, and one precision: sums stay in the accumulator from the first step to the last.</summary>
    public bool IsWhole { get; }

    /// <summary>Low and high sums of a bank are added before the one multiply-add (power-of-two scales, <c>rescale_unit.shift_add</c>).</summary>
    public bool ShiftsAndAdds { get; }

    /// <summary>Product of the tensor scales, or null.</summary>
    public float? TensorScale { get; }
}
