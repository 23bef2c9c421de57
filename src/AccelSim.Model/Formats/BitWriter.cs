namespace AccelSim.Model.Formats;

/// <summary>Packs codes into bytes without gaps, low bits first: element 0 of an INT4 pair is the low nibble, eight INT3 fill 24 bits.</summary>
public sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private ulong pending;
    private int pendingBits;

    /// <summary>Bits written so far.</summary>
    public long Length => bytes.Count * 8L + pendingBits;

    /// <summary>Appends the low <paramref name="bits"/> (0 to 32) of a code; higher bits of the code are ignored.</summary>
    public void Write(uint code, int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 32);
        pending |= (code & ((1UL << bits) - 1)) << pendingBits;
        pendingBits += bits;
        for (; pendingBits >= 8; pendingBits -= 8)
        {
            bytes.Add((byte)(pending & 0xFF));
            pending >>= 8;
        }
    }

    /// <summary>The bytes so far; unused bits of the last are zero.</summary>
    public byte[] ToBytes() => pendingBits == 0 ? [.. bytes] : [.. bytes, (byte)pending];
}
