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

    /// <summary>
    /// The first <paramref name="k"/> elements of every vector, which may end inside a segment: elements beyond are loaded with their segment but not
    /// seen under a causal mask.
    /// </summary>
    internal GemmOperand Seen(int k)
    {
        if (k == K)
            return this;
        int segments = (k - 1) / Segment + 1;
        return new GemmOperand(Vectors, k, Segment)
        {
            Integers = Part(Integers, K, 0, Vectors, 0, k),
            Floats = Part(Floats, K, 0, Vectors, 0, k),
            High = Part(High, K, 0, Vectors, 0, k),
            Unit = Unit,
            MagnitudeBits = MagnitudeBits,
            TensorScale = TensorScale,
            Element = Element,
            ElementExponent = ElementExponent,
            LowScales = Part(LowScales, Segments, 0, Vectors, 0, segments)!,
            HighScales = Part(HighScales, Segments, 0, Vectors, 0, segments)!,
        };
    }

    /// <summary>
    /// Elements become vectors: of [tokens, dim], the first <paramref name="vectors"/> channels over tokens. Where vectors had scales, so that they now
    /// differ along the reduction axis, every element is a segment of its own.
    /// </summary>
    internal GemmOperand Turned(int vectors)
    {
        bool isScaled = Segments > 1 || Element.NeedsScale;
        var turned = new GemmOperand(vectors, Vectors, isScaled ? 1 : Math.Max(Vectors, 1))
        {
            Integers = Turn(Integers, (v, k) => v * K + k),
            Floats = Turn(Floats, (v, k) => v * K + k),
            High = Turn(High, (v, k) => v * K + k),
            Unit = Unit,
            MagnitudeBits = MagnitudeBits,
            TensorScale = TensorScale,
            Element = Element,
            ElementExponent = ElementExponent,
        };
        if (!isScaled)
            return turned;
        turned.LowScales = Turn(LowScales, (v, k) => v * Segments + k / Segment)!;
        turned.HighScales = Turn(HighScales, (v, k) => v * Segments + k / Segment)!;
        return turned;

        T[]? Turn<T>(T[]? values, Func<int, int, int> at)
        {
            if (values is null)
                return null;
            var result = new T[vectors * Vectors];
            for (int i = 0; i < result.Length; i++) result[i] = values[at(i % Vectors, i / Vectors)];
            return result;
        }
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
