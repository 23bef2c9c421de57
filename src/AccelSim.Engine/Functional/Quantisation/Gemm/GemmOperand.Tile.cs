namespace AccelSim.Engine.Functional.Quantisation.Gemm;

public sealed partial class GemmOperand
{
    /// <summary>
    /// A copy of some vectors over a part of K, as a load brings it on chip: codes, the scales that they meet, and the partition into two precisions.
    /// </summary>
    /// <param name="firstVector">First vector.</param>
    /// <param name="vectors">How many.</param>
    /// <param name="firstK">First k; begins a segment, unless one scale holds for all of K.</param>
    /// <param name="k">How many elements of K.</param>
    /// <exception cref="ArgumentException">Outside the matrix, or the cut goes through a segment.</exception>
    public GemmOperand Tile(int firstVector, int vectors, int firstK, int k)
    {
        if (firstVector < 0 || vectors < 0 || firstK < 0 || k < 0 || firstVector + vectors > Vectors || firstK + k > K)
            throw new ArgumentException($"a tile of {vectors} vectors from {firstVector} and {k} elements from {firstK} leaves a matrix of {Vectors} x {K}");
        bool isWhole = Segments <= 1;
        if (!isWhole && (firstK % Segment != 0 || ((firstK + k) % Segment != 0 && firstK + k != K)))
            throw new ArgumentException($"a tile of elements {firstK} to {firstK + k} cuts a segment of {Segment}");
        var tile = new GemmOperand(vectors, k, isWhole ? Math.Max(k, 1) : Segment)
        {
            Integers = Part(Integers, K, firstVector, vectors, firstK, k),
            Floats = Part(Floats, K, firstVector, vectors, firstK, k),
            High = Part(High, K, firstVector, vectors, firstK, k),
            Unit = Unit,
            MagnitudeBits = MagnitudeBits,
            TensorScale = TensorScale,
            Element = Element,
            ElementExponent = ElementExponent,
        };
        if (tile.Segments == 0)
            return tile;
        tile.LowScales = Part(LowScales, Segments, firstVector, vectors, isWhole ? 0 : firstK / Segment, tile.Segments)!;
        tile.HighScales = ReferenceEquals(LowScales, HighScales)
            ? tile.LowScales
            : Part(HighScales, Segments, firstVector, vectors, isWhole ? 0 : firstK / Segment, tile.Segments)!;
        return tile;
    }

    /// <summary>The same operand with a tensor scale of 1.</summary>
    internal GemmOperand WithoutTensorScale()
    {
        GemmOperand copy = Tile(0, Vectors, 0, K);
        copy.TensorScale = 1;
        return copy;
    }

    private static T[]? Part<T>(T[]? values, int stride, int firstVector, int vectors, int first, int count)
    {
        if (values is null)
            return null;
        var part = new T[(long)vectors * count];
        for (int v = 0; v < vectors; v++)
            Array.Copy(values, (long)(firstVector + v) * stride + first, part, (long)v * count, count);
        return part;
    }
}
