namespace AccelSim.Model.Formats;

/// <summary>
/// Exact bits that a matrix occupies. The four parts are disjoint.
/// </summary>
/// <param name="Payload">Codes of real elements.</param>
/// <param name="Scales">Scales of groups, blocks, banks, channels, tokens and the tensor.</param>
/// <param name="Metadata">Indices and masks of real elements.</param>
/// <param name="Padding">Codes, indices and mask entries that exist only because K was filled up with zeros to a whole block, bank or quad.</param>
public readonly record struct StoredBits(long Payload, long Scales, long Metadata, long Padding)
{
    public long Total => Payload + Scales + Metadata + Padding;

    /// <summary>Whole bytes, rounded up once for the matrix.</summary>
    public long Bytes => (Total + 7) / 8;

    public static StoredBits operator +(StoredBits a, StoredBits b) =>
        new(a.Payload + b.Payload, a.Scales + b.Scales, a.Metadata + b.Metadata, a.Padding + b.Padding);
}
