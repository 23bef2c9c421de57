namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// The offline order of weight rows under a static activation mask: inside each bank the high channels first, then the low ones, each k ascending
/// (sq-format.md section 3.2). A rearrangement of storage only: no sum changes.
/// </summary>
public static class SqRowOrder
{
    /// <summary>order[p] is the channel stored at position p; <paramref name="mask"/> covers whole banks.</summary>
    public static int[] Of(ReadOnlySpan<bool> mask, int bank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bank, 1);
        if (mask.Length % bank != 0)
            throw new ArgumentException($"{mask.Length} mask entries are not whole banks of {bank}");
        var order = new int[mask.Length];
        for (int first = 0; first < mask.Length; first += bank)
        {
            int next = first;
            foreach (bool high in (ReadOnlySpan<bool>)[true, false])
            {
                for (int i = first; i < first + bank; i++)
                {
                    if (mask[i] == high)
                        order[next++] = i;
                }
            }
        }
        return order;
    }

    /// <summary>[vectors, order.Length] with element p of each vector taken from position order[p]; positions from k on read as zero.</summary>
    public static T[] Gather<T>(ReadOnlySpan<T> values, int vectors, int k, ReadOnlySpan<int> order)
        where T : struct
    {
        MatrixExtents.Check(values.Length, vectors, k);
        var gathered = new T[(long)vectors * order.Length];
        for (int v = 0; v < vectors; v++)
        {
            for (int p = 0; p < order.Length; p++)
            {
                if (order[p] < k)
                    gathered[v * order.Length + p] = values[v * k + order[p]];
            }
        }
        return gathered;
    }
}
