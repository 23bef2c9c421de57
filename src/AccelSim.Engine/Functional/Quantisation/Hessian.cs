using MathNet.Numerics.LinearAlgebra;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>
/// H = 2 X X^T of a layer's smoothed inputs with damping on the diagonal, its inverse, and the upper Cholesky factor U of the inverse
/// (H^-1 = U^T U), whose row k spreads the error of element k over the later ones (GPTQ, arXiv 2210.17323).
/// </summary>
public sealed class Hessian
{
    private readonly double[] upper;
    private readonly double[] inverseDiagonal;

    /// <param name="calibration">Inputs before smoothing.</param>
    /// <param name="sigma">Smoothing factors, [k]; empty for none.</param>
    /// <param name="damping">Fraction of the mean diagonal added to the diagonal.</param>
    /// <exception cref="ArithmeticException">H is not positive definite in fp64 even with its damping.</exception>
    public Hessian(Calibration calibration, ReadOnlySpan<float> sigma, double damping)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentOutOfRangeException.ThrowIfNegative(damping);
        int k = calibration.K;
        K = k;
        Matrix<double> h = Matrix<double>.Build.Dense(k, k);
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
                h[i, j] = 2 * calibration.Gram[i * k + j] / (sigma.IsEmpty ? 1 : (double)sigma[i] * sigma[j]);
        }
        double mean = h.Trace() / k;
        // Inputs that are all zero say nothing about any weight: the identity treats them alike.
        double added = mean > 0 ? damping * mean : 1;
        for (int i = 0; i < k; i++)
            h[i, i] += added;
        try
        {
            Matrix<double> inverse = h.Cholesky().Solve(Matrix<double>.Build.DenseIdentity(k));
            inverseDiagonal = inverse.Diagonal().ToArray();
            // Rounding leaves the inverse unsymmetric in its last bits; its factor wants it symmetric.
            upper = ((inverse + inverse.Transpose()) / 2).Cholesky().Factor.Transpose().ToRowMajorArray();
        }
        catch (ArgumentException fault)
        {
            throw NotPositiveDefinite(damping, fault);
        }
        // A pivot of exactly zero divides instead of failing.
        if (!Array.TrueForAll(inverseDiagonal, double.IsFinite) || !Array.TrueForAll(upper, double.IsFinite))
            throw NotPositiveDefinite(damping, null);
    }

    public int K { get; }

    /// <summary>(H^-1)[k,k].</summary>
    public double InverseDiagonal(int k) => inverseDiagonal[k];

    /// <summary>U[k, k..K-1], the diagonal first.</summary>
    public ReadOnlySpan<double> UpperRow(int k) => upper.AsSpan(k * K + k, K - k);

    private ArithmeticException NotPositiveDefinite(double damping, Exception? cause) =>
        new($"H of {K} channels with damping {damping} is not positive definite; raise the damping", cause);
}
