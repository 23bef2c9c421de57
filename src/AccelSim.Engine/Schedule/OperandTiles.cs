using AccelSim.Model.Formats;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Bytes of the tiles of one operand: a matrix of vectors x K cut at multiples of the K tile. What a format stores once per vector
/// (a per-channel scale) goes with the first tile along K, so tiles add up to the tensor.
/// </summary>
internal readonly struct OperandTiles
{
    private readonly NumberFormat format;
    private readonly OperandRole role;
    private readonly long k, tileK, tiles;
    private readonly long fullFirst, fullMiddle, fullLast, edgeFirst, edgeMiddle, edgeLast;

    /// <param name="format">Storage format.</param>
    /// <param name="role">Role of the operand.</param>
    /// <param name="k">Length along the reduction axis.</param>
    /// <param name="tileK">Elements of K per tile.</param>
    /// <param name="fullVectors">Vectors of a full wave.</param>
    /// <param name="edgeVectors">Vectors of the last wave.</param>
    public OperandTiles(NumberFormat format, OperandRole role, long k, long tileK, long fullVectors, long edgeVectors)
    {
        (this.format, this.role, this.k, this.tileK) = (format, role, k, tileK);
        tiles = (k + tileK - 1) / tileK;
        fullFirst = Difference(0, fullVectors);
        fullMiddle = tiles > 2 ? Difference(1, fullVectors) : fullFirst;
        fullLast = Difference(tiles - 1, fullVectors);
        bool same = fullVectors == edgeVectors;
        edgeFirst = same ? fullFirst : Difference(0, edgeVectors);
        edgeMiddle = same ? fullMiddle : tiles > 2 ? Difference(1, edgeVectors) : edgeFirst;
        edgeLast = same ? fullLast : Difference(tiles - 1, edgeVectors);
    }

    /// <summary>Bytes of one tile along K.</summary>
    public long Bytes(long tile, bool edge)
    {
        if (tile == 0) return edge ? edgeFirst : fullFirst;
        if (tile == tiles - 1) return edge ? edgeLast : fullLast;
        return edge ? edgeMiddle : fullMiddle;
    }

    /// <summary>Bytes of the tiles step, step + stride, ... : those that the K partition loads together.</summary>
    public long BytesOfStep(long step, long stride, int parts, bool edge)
    {
        long total = 0;
        long present = PartsAt(step, stride, parts);
        long middle = present;
        if (step == 0)
        {
            total += Bytes(0, edge);
            middle--;
        }
        if (present > 0)
        {
            long last = step + (present - 1) * stride;
            if (last == tiles - 1 && last != 0)
            {
                total += Bytes(last, edge);
                middle--;
            }
        }
        return total + middle * (edge ? edgeMiddle : fullMiddle);
    }

    /// <summary>Largest bytes that one step loads.</summary>
    public long LargestStep(int parts) => parts * Math.Max(fullFirst, Math.Max(fullMiddle, fullLast));

    /// <summary>How many of the parts, each <paramref name="stride"/> tiles long, have a tile at this step.</summary>
    private long PartsAt(long step, long stride, int parts) => Math.Min(parts, (tiles - 1 - step) / stride + 1);

    private long Difference(long tile, long vectors)
    {
        long end = Math.Min(k, (tile + 1) * tileK);
        return format.Store(role, end, vectors).Bytes - format.Store(role, tile * tileK, vectors).Bytes;
    }
}
