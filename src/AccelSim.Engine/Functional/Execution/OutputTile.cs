using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// The accumulators of one output tile in one core. Where one scale on each side holds for all of K the running sum itself is kept and meets the
/// scales on its way out; else every segment is summed from zero and its scaled value added to an fp32 accumulator, low path before high.
/// </summary>
internal sealed class OutputTile
{
    private readonly GemmArithmetic arithmetic;
    private readonly int rows, cols;
    private readonly Int128[] running;
    private readonly float[] values;
    private readonly float[] scales;
    private readonly List<Extent> covered = [];
    private bool isRunning;

    public OutputTile(GemmArithmetic arithmetic, long instance, Extent outputRows, Extent outputCols)
    {
        this.arithmetic = arithmetic;
        (Instance, Rows, Cols) = (instance, outputRows, outputCols);
        (rows, cols) = ((int)outputRows.Length, (int)outputCols.Length);
        isRunning = arithmetic.IsWhole;
        running = new Int128[rows * cols];
        values = new float[rows * cols];
        scales = isRunning ? new float[rows * cols] : [];
    }

    public long Instance { get; }

    public Extent Rows { get; }

    public Extent Cols { get; }

    /// <summary>Adds the product of two operand tiles.</summary>
    /// <exception cref="ScheduleException">Some of these k were multiplied before.</exception>
    public void Multiply(GemmOperand a, GemmOperand w, Extent k)
    {
        Cover(k);
        if (!isRunning)
        {
            SegmentedSum.Add(arithmetic, a, w, values);
            return;
        }
        arithmetic.Sum.Add(a, w, 0, a.K, high: false, running);
        for (int i = 0; i < scales.Length; i++)
            scales[i] = a.LowScales[i / cols] * w.LowScales[i % cols];
    }

    /// <summary>Adds the partial sums of another part of K: running sums where they join without rounding, else by one fp32 addition each.</summary>
    public void Join(OutputTile part)
    {
        foreach (Extent k in part.covered) Cover(k);
        if (isRunning && arithmetic.Sum.JoinsRunning)
        {
            for (int i = 0; i < running.Length; i++) running[i] = arithmetic.Sum.Join(running[i], part.running[i]);
            return;
        }
        Settle();
        part.Settle();
        for (int i = 0; i < values.Length; i++) values[i] += part.values[i];
    }

    /// <summary>The outputs, [rows, cols], in fp32: scales that hold for all of K, then tensor scales.</summary>
    /// <exception cref="ScheduleException">Not every k was multiplied.</exception>
    public float[] Finish()
    {
        if (covered.Sum(e => e.Length) != arithmetic.K)
            throw new ScheduleException($"outputs {Rows} x {Cols} of instance {Instance} leave with {covered.Sum(e => e.Length)} of {arithmetic.K} products");
        Settle();
        var outputs = new float[values.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            float acc = arithmetic.IsWhole ? MathF.FusedMultiplyAdd(scales[i], values[i], 0) : values[i];
            outputs[i] = arithmetic.TensorScale is { } scale ? acc * scale : acc;
        }
        return outputs;
    }

    private void Cover(Extent k)
    {
        foreach (Extent other in covered)
        {
            if (k.First < other.End && other.First < k.End)
                throw new ScheduleException($"outputs {Rows} x {Cols} of instance {Instance} multiply k {k} after {other}");
        }
        covered.Add(k);
    }

    /// <summary>Running sums become fp32.</summary>
    private void Settle()
    {
        if (!isRunning)
            return;
        isRunning = false;
        for (int i = 0; i < running.Length; i++) values[i] = arithmetic.Sum.Value(running[i]);
    }
}
