using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>The fp32 accumulators of a row tile of attention, with the softmax state of its rows.</summary>
internal sealed class AttentionAccumulator(long instance, Extent rows, int dim, SoftmaxRows softmax)
{
    private readonly float[] values = new float[rows.Length * dim];
    private readonly List<Extent> covered = [];

    public long Instance => instance;

    public Extent Rows => rows;

    public SoftmaxRows Softmax => softmax;

    /// <summary>acc = alpha * acc, then the product of probabilities and values on top, pieces in order of tokens.</summary>
    /// <exception cref="ScheduleException">Some of the keys were added before.</exception>
    public void Add(Machine machine, MultiplyPlan plan, ProbabilityTile p, IEnumerable<(GemmOperand Probabilities, GemmOperand Values)> pieces)
    {
        Cover(p.Keys);
        for (int i = 0; i < values.Length; i++) values[i] *= p.Alphas[i / dim];
        foreach ((GemmOperand a, GemmOperand v) in pieces)
        {
            var arithmetic = new GemmArithmetic(machine, plan, a, v);
            if (arithmetic.TensorScale is { } scale)
            {
                var finished = new float[values.Length];
                SegmentedSum.Add(arithmetic, a, v, finished);
                for (int i = 0; i < values.Length; i++) values[i] += finished[i] * scale;
            }
            else if (arithmetic.IsWhole && !a.Element.NeedsScale && !v.Element.NeedsScale && arithmetic.Sum.Start(0) is not null)
            {
                var running = new Int128[values.Length];
                for (int i = 0; i < running.Length; i++) running[i] = arithmetic.Sum.Start(values[i])!.Value;
                arithmetic.Sum.Add(a, v, 0, a.K, high: false, running);
                for (int i = 0; i < values.Length; i++) values[i] = arithmetic.Sum.Value(running[i]);
            }
            else
            {
                SegmentedSum.Add(arithmetic, a, v, values);
            }
        }
    }

    /// <summary>Joins the accumulators of another part of the keys: acc = fma(acc2, exp(m2 - m'), acc * exp(m - m')).</summary>
    public void Join(AttentionAccumulator part)
    {
        foreach (Extent keys in part.covered) Cover(keys);
        (float Own, float Other)[] factors = softmax.Join(part.Softmax);
        for (int i = 0; i < values.Length; i++)
            values[i] = MathF.FusedMultiplyAdd(part.values[i], factors[i / dim].Other, values[i] * factors[i / dim].Own);
    }

    /// <summary>Outputs [rows, dim]: acc * (1 / l), two fp32 operations.</summary>
    /// <param name="keys">Keys that must have been seen.</param>
    /// <exception cref="ScheduleException">Some were not.</exception>
    public float[] Finish(long keys)
    {
        if (covered.Sum(e => e.Length) != keys)
            throw new ScheduleException($"rows {rows} of instance {instance} leave with {covered.Sum(e => e.Length)} of {keys} keys");
        var outputs = new float[values.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = values[i] * (1 / softmax.Sums[i / dim]);
        return outputs;
    }

    private void Cover(Extent keys)
    {
        foreach (Extent other in covered)
        {
            if (keys.First < other.End && other.First < keys.End)
                throw new ScheduleException($"rows {rows} of instance {instance} see keys {keys} after {other}");
        }
        covered.Add(keys);
    }
}
