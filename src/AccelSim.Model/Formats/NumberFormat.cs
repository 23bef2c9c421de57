namespace AccelSim.Model.Formats;

/// <summary>
/// How a matrix of numbers is stored: element type, scales, masks. Immutable; equal when the same bits would be stored.
/// </summary>
public abstract record NumberFormat
{
    /// <summary>
    /// Bits of an element in the tail of a value cache. Values are banked, blocked or grouped along tokens; the latest tokens, fewer than a
    /// granule, wait in fp16 until the token that completes them (design choice: quantising a part of a bank would have to be undone by the next token).
    /// </summary>
    public const int KvTailBits = 16;

    /// <summary>The contract's spelling, such as <c>int4(g=128)</c>; <see cref="FormatParser"/> reads it back to an equal format.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Elements along the reduction axis that share a scale, a block, a bank or an index: group, block, bank, 4 for 2:4, 1 for none.
    /// A tile cut at multiples of it never splits one of these.
    /// </summary>
    public abstract int Granule { get; }

    /// <summary>K is filled up with zeros to a multiple of this: block, bank, 4 for 2:4; 1 where a partial scale group is stored as it is.</summary>
    public abstract int PadMultiple { get; }

    /// <summary>The scalar types its element codes take, narrowest first: one, or for SQ-format low and high.</summary>
    public abstract IReadOnlyList<ScalarFormat> Elements { get; }

    /// <summary>
    /// Bits of a matrix of <paramref name="vectors"/> vectors (weight columns, tokens), each <paramref name="k"/> long along the reduction axis.
    /// A value cache pays <see cref="KvTailBits"/> for each element of its tail, and no padding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative extent.</exception>
    /// <exception cref="InvalidOperationException">The format cannot serve the role; see <see cref="WhyNot"/>.</exception>
    public StoredBits Store(OperandRole role, long k, long vectors)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfNegative(vectors);
        if (WhyNot(role) is { } reason)
            throw new InvalidOperationException(reason);
        if (k == 0 || vectors == 0) return default;
        if (role != OperandRole.KvValues || Granule == 1) return StoreMatrix(role, k, vectors);
        long tail = k % Granule;
        var waiting = new StoredBits(tail * vectors * KvTailBits, 0, 0, 0);
        return tail == k ? waiting : StoreMatrix(role, k - tail, vectors) + waiting;
    }

    /// <summary>Bits per element of a matrix so large that tensor-wide, per-channel and per-token parts vanish.</summary>
    public abstract double BitsPerElement(OperandRole role);

    /// <summary>K as stored, zero padding included.</summary>
    public long StoredLength(long k) => CeilingDivide(k, PadMultiple) * PadMultiple;

    /// <summary>Why this format cannot serve a role, as a message for the user, or null.</summary>
    public virtual string? WhyNot(OperandRole role) => null;

    /// <summary><see cref="Store"/> for k and vectors of at least 1 and a role that the format serves.</summary>
    protected abstract StoredBits StoreMatrix(OperandRole role, long k, long vectors);

    public sealed override string ToString() => Name;

    private protected static long CeilingDivide(long a, long b) => (a + b - 1) / b;

    private protected static void ThrowIf(string? fault)
    {
        if (fault is not null)
            throw new ArgumentException(fault);
    }
}
