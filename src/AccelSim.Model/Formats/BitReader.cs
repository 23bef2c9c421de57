namespace AccelSim.Model.Formats;

/// <summary>Reads what <see cref="BitWriter"/> packed.</summary>
public sealed class BitReader(ReadOnlyMemory<byte> bytes)
{
    /// <summary>Bits read so far.</summary>
    public long Position { get; private set; }

    /// <summary>The next <paramref name="bits"/> (0 to 32) as a code.</summary>
    /// <exception cref="EndOfStreamException">Fewer bits are left.</exception>
    public uint Read(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 32);
        if (Position + bits > bytes.Length * 8L)
            throw new EndOfStreamException($"{bits} bits wanted at bit {Position} of {bytes.Length * 8L}");
        ReadOnlySpan<byte> span = bytes.Span;
        uint code = 0;
        for (int done = 0; done < bits;)
        {
            int offset = (int)(Position & 7);
            int take = Math.Min(8 - offset, bits - done);
            uint part = ((uint)span[(int)(Position >> 3)] >> offset) & ((1u << take) - 1);
            code |= part << done;
            done += take;
            Position += take;
        }
        return code;
    }
}
