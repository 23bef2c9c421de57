using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// One way to add up products: d = c + sum a[i] * b[i] under a stated order and rounding. Operands are codes of <see cref="Left"/> and
/// <see cref="Right"/>, c and d codes of <see cref="Output"/>, each in the low bits of an unsigned integer as <see cref="ScalarCodec"/> gives them.
/// Instances are immutable and safe to share between threads.
/// </summary>
public abstract class DotAccumulator
{
    protected DotAccumulator(ScalarFormat left, ScalarFormat right, ScalarFormat output)
    {
        LeftCodec = new ScalarCodec(left);
        RightCodec = new ScalarCodec(right);
        OutputCodec = new ScalarCodec(output);
    }

    public ScalarFormat Left => LeftCodec.Format;

    public ScalarFormat Right => RightCodec.Format;

    public ScalarFormat Output => OutputCodec.Format;

    protected ScalarCodec LeftCodec { get; }

    protected ScalarCodec RightCodec { get; }

    protected ScalarCodec OutputCodec { get; }

    /// <summary>c + sum left[i] * right[i] over i in ascending order.</summary>
    /// <param name="left">K codes.</param>
    /// <param name="right">K codes.</param>
    /// <param name="start">The value c that the sum starts from.</param>
    /// <exception cref="ArgumentException">The operands differ in length.</exception>
    public uint Dot(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start = 0)
    {
        if (left.Length != right.Length)
            throw new ArgumentException($"{left.Length} codes on the left meet {right.Length} on the right");
        return Sum(left, right, start);
    }

    /// <summary>
    /// Adds a product of matrices to <paramref name="sums"/>: element (m, n) becomes Dot(row m of left, row n of right, element (m, n)).
    /// May be fast; is bit for bit <see cref="MultiplyOneByOne"/>.
    /// </summary>
    /// <param name="shape">Extents.</param>
    /// <param name="left">M rows of K codes.</param>
    /// <param name="right">N rows of K codes: the second operand with its columns stored as rows.</param>
    /// <param name="sums">M rows of N codes, read and written.</param>
    /// <exception cref="ArgumentException">A span has not the length that the shape asks for.</exception>
    public virtual void Multiply(DotShape shape, ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, Span<uint> sums) =>
        MultiplyOneByOne(shape, left, right, sums);

    /// <summary>The definition of <see cref="Multiply"/>: one <see cref="Dot"/> an element.</summary>
    /// <exception cref="ArgumentException">A span has not the length that the shape asks for.</exception>
    public void MultiplyOneByOne(DotShape shape, ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, Span<uint> sums)
    {
        shape.Check(left.Length, right.Length, sums.Length);
        for (int m = 0; m < shape.M; m++)
        {
            ReadOnlySpan<uint> row = left.Slice(m * shape.K, shape.K);
            for (int n = 0; n < shape.N; n++)
            {
                ref uint sum = ref sums[m * shape.N + n];
                sum = Sum(row, right.Slice(n * shape.K, shape.K), sum);
            }
        }
    }

    /// <summary><see cref="Dot"/> of operands known to be equally long.</summary>
    protected abstract uint Sum(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint start);
}
