namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>Extents of a product of matrices: M rows by N columns over K terms.</summary>
public readonly record struct DotShape(int M, int N, int K)
{
    /// <summary>Refuses spans that do not hold M*K, N*K and M*N codes.</summary>
    /// <exception cref="ArgumentException">One does not.</exception>
    public void Check(int left, int right, int sums)
    {
        if (M < 0 || N < 0 || K < 0 || left != (long)M * K || right != (long)N * K || sums != (long)M * N)
            throw new ArgumentException($"{left}, {right} and {sums} codes are no {M} x {K}, {N} x {K} and {M} x {N} matrices");
    }
}
