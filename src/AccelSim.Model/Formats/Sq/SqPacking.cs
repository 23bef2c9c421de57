namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// The stored image of in-band SQ-format (sq-format.md section 2.1): per vector, per bank, b low codes, then h high codes, then S_low, S_high,
/// low bits first, no gaps. Where h_low = 0: b bits of mask, h high codes, S_high. As many bits as <see cref="NumberFormat.Store"/> bills.
/// </summary>
public static class SqPacking
{
    public static byte[] Pack(SqMatrix matrix, VmaskCode map = VmaskCode.TwosComplement)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        SqFormat format = matrix.Format;
        SqElements elements = matrix.Elements;
        var writer = new BitWriter();
        for (int bank = 0; bank < matrix.Vectors * matrix.Banks; bank++)
        {
            foreach (ushort code in matrix.Low.Slice(bank * format.Bank, format.Bank))
                writer.Write(ToStored(code, format, elements, map), elements.LowBits);
            foreach (ushort code in matrix.High.Slice(bank * format.HighPerBank, format.HighPerBank))
                writer.Write(code, format.High.Bits);
            if (format.Low is not null)
                writer.Write(elements.Scale.Encode(matrix.LowScales[bank]), elements.Scale.Format.Bits);
            writer.Write(elements.Scale.Encode(matrix.HighScales[bank]), elements.Scale.Format.Bits);
        }
        return writer.ToBytes();
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Too few or too many bytes, or a bank without exactly h mask codes.</exception>
    public static SqMatrix Unpack(SqFormat format, int vectors, int k, ReadOnlyMemory<byte> bytes, VmaskCode map = VmaskCode.TwosComplement)
    {
        ArgumentNullException.ThrowIfNull(format);
        long billed = format.Store(OperandRole.Weights, k, vectors).Bytes;
        if (bytes.Length != billed)
            throw new InvalidDataException($"{vectors} vectors of {k} in {format} take {billed} bytes, not {bytes.Length}");
        var elements = new SqElements(format, OperandRole.Weights);
        int banks = vectors * (int)(format.StoredLength(k) / format.Bank);
        var low = new ushort[banks * format.Bank];
        var high = new ushort[banks * format.HighPerBank];
        var lowScales = new float[banks];
        var highScales = new float[banks];
        var reader = new BitReader(bytes);
        for (int bank = 0; bank < banks; bank++)
        {
            foreach (ref ushort code in low.AsSpan(bank * format.Bank, format.Bank))
                code = FromStored(reader.Read(elements.LowBits), format, elements, map);
            foreach (ref ushort code in high.AsSpan(bank * format.HighPerBank, format.HighPerBank))
                code = (ushort)reader.Read(format.High.Bits);
            if (format.Low is not null)
                lowScales[bank] = elements.Scale.Decode(reader.Read(elements.Scale.Format.Bits));
            highScales[bank] = elements.Scale.Decode(reader.Read(elements.Scale.Format.Bits));
        }
        try
        {
            return new SqMatrix(format, vectors, k, low, high, lowScales, highScales);
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    /// <summary>q + q_max modulo the width sends -(q_max + 1), the mask, to all ones; only integers have an offset store.</summary>
    private static uint ToStored(ushort code, SqFormat format, SqElements elements, VmaskCode map) =>
        HasOffset(format, map) ? unchecked(code + elements.Low!.MaxCode) & Ones(elements) : code;

    private static ushort FromStored(uint code, SqFormat format, SqElements elements, VmaskCode map) =>
        (ushort)(HasOffset(format, map) ? unchecked(code - elements.Low!.MaxCode) & Ones(elements) : code);

    private static bool HasOffset(SqFormat format, VmaskCode map) => map == VmaskCode.Offset && format.Low is { Kind: ScalarKind.Integer };

    private static uint Ones(SqElements elements) => (1u << elements.LowBits) - 1;
}
