using AccelSim.Model.Machines;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Model.Systolic;

/// <summary>
/// Closed forms of a systolic array of one MAC per element and cycle (identities reference, section 1): what it takes for one product
/// C[M,N] = A[M,K] B[K,N], and what it moves. Counts of cycles unless an index is named.
/// </summary>
/// <param name="Rows">Rows of processing elements, R.</param>
/// <param name="Cols">Columns of processing elements, C.</param>
/// <param name="Dataflow">Operand that stays.</param>
public readonly record struct SystolicArray(int Rows, int Cols, Dataflow Dataflow)
{
    /// <summary>The array of a tensor unit.</summary>
    public static SystolicArray Of(TensorUnit unit) => new(unit.Rows, unit.Cols, unit.Dataflow);

    /// <summary>Fillings of the array, F: the stationary matrix cut into blocks of R x C.</summary>
    public long Folds(long m, long n, long k) => Dataflow switch
    {
        Dataflow.OutputStationary => Ceiling(m, Rows) * Ceiling(n, Cols),
        Dataflow.WeightStationary => Ceiling(k, Rows) * Ceiling(n, Cols),
        _ => Ceiling(k, Rows) * Ceiling(m, Cols),
    };

    /// <summary>Length of the streamed axis, T.</summary>
    public long Stream(long m, long n, long k) => Dataflow switch
    {
        Dataflow.OutputStationary => k,
        Dataflow.WeightStationary => m,
        _ => n,
    };

    /// <summary>
    /// Cycles that SCALE-Sim reports: the zero-based index of the last one. Its code charges F (R + C + T - 2) cycles for output stationary,
    /// without a drain, and F (2R + C + T - 2) for the others; edge folds count full.
    /// </summary>
    public long ScaleSimIndex(long m, long n, long k)
    {
        long preload = Dataflow == Dataflow.OutputStationary ? 0 : Rows;
        return checked(Folds(m, n, k) * (preload + Rows + Cols + Stream(m, n, k) - 2) - 1);
    }

    /// <summary>
    /// Cycles without overlap of folds: F (2R + C + T - 2), output stationary draining down its columns through an output register, the
    /// others preloading R cycles.
    /// </summary>
    public long Serial(long m, long n, long k) => checked(Folds(m, n, k) * (2L * Rows + Cols + Stream(m, n, k) - 2));

    /// <summary>
    /// Cycles that no array with double-buffered stationary operands (or accumulators, one port per column) goes below:
    /// R + (F - 1) max(T, R) + T + R + C - 2, one less for output stationary without an output register.
    /// </summary>
    public long Overlapped(long m, long n, long k)
    {
        long stream = Stream(m, n, k), register = Dataflow == Dataflow.OutputStationary ? 1 : 0;
        return checked((Folds(m, n, k) - 1) * Math.Max(stream, Rows) + 2L * Rows + Cols + stream - 2 - register);
    }

    /// <summary>Cycles that no array of R x C elements goes below, whatever it does.</summary>
    public long Throughput(long m, long n, long k) => Ceiling(checked(m * n * k), (long)Rows * Cols);

    /// <summary>Elements that cross the edges of the array.</summary>
    public SystolicTraffic Traffic(long m, long n, long k)
    {
        long a = m * k, b = k * n, outputs = m * n, parts = Ceiling(k, Rows);
        return checked(Dataflow switch
        {
            Dataflow.OutputStationary => new SystolicTraffic(a * Ceiling(n, Cols), b * Ceiling(m, Rows), outputs, 0),
            Dataflow.WeightStationary => new SystolicTraffic(a * Ceiling(n, Cols), b, outputs * parts, outputs * (parts - 1)),
            _ => new SystolicTraffic(a, b * Ceiling(m, Cols), outputs * parts, outputs * (parts - 1)),
        });
    }
}
