using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation.Grids;

/// <summary>
/// 2:4 sparsity with error feedback (SparseGPT, arXiv 2301.00774): the two of a quad that stay are chosen on entering it, by magnitude or by
/// w^2 / U[k,k]^2 of the current weights; what is pruned is an error like any other.
/// </summary>
public sealed class TwoFourGrid : IWeightGrid
{
    private const int Quad = 4;
    private readonly TwoFourFormat format;
    private readonly CodedGrid inner;
    private readonly int stored;
    private readonly bool[] mask;
    private readonly double[] denominators;

    /// <param name="format">The target.</param>
    /// <param name="weights">The weights before any compensation, [columns, k].</param>
    /// <param name="columns">Output columns.</param>
    /// <param name="k">Input channels.</param>
    /// <param name="hessian">Gives the denominators of the choice; null for magnitude.</param>
    public TwoFourGrid(TwoFourFormat format, ReadOnlySpan<float> weights, int columns, int k, Hessian? hessian)
    {
        ArgumentNullException.ThrowIfNull(format);
        this.format = format;
        inner = new CodedGrid(format.Inner, weights, columns, k);
        stored = (int)format.StoredLength(k);
        mask = new bool[(long)columns * stored];
        denominators = [.. Enumerable.Range(0, k).Select(i => hessian is null ? 1 : hessian.UpperRow(i)[0] * hessian.UpperRow(i)[0])];
    }

    public int Segment => Quad;

    public void Enter(int column, int first, ReadOnlySpan<float> rest)
    {
        if (first % inner.Segment == 0)
            inner.Enter(column, first, rest);
        ReadOnlySpan<float> quad = rest[..Math.Min(Quad, rest.Length)];
        Span<double> scores = stackalloc double[quad.Length];
        for (int i = 0; i < quad.Length; i++)
            scores[i] = (double)quad[i] * quad[i] / denominators[first + i];
        BankSelection.Top<double>(scores, 1, quad.Length, Quad, Quad / 2).CopyTo(mask, column * stored + first);
    }

    public float Round(int column, int k, float value) => mask[column * stored + k] ? inner.Round(column, k, value) : 0;

    public TwoFourMatrix ToMatrix() => new(format, inner.ToMatrix(), mask);
}
