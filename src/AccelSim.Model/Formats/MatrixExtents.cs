namespace AccelSim.Model.Formats;

internal static class MatrixExtents
{
    /// <exception cref="ArgumentException">[vectors, k] does not have <paramref name="length"/> elements.</exception>
    public static void Check(int length, int vectors, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(vectors);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if ((long)vectors * k != length)
            throw new ArgumentException($"{length} values cannot be a matrix of {vectors} vectors of {k}");
    }
}
