using AccelSim.Model.Formats;

namespace AccelSim.Tests.Model.Formats;

/// <summary>Counts the bits of a stored matrix by laying it out element by element, as the storage sections of the reference describe.</summary>
internal static class BitWalk
{
    public static StoredBits Count(NumberFormat format, OperandRole role, int k, int vectors)
    {
        if (k == 0 || vectors == 0)
            return default;
        return format switch
        {
            PlainFormat plain => Plain(plain, k, vectors),
            BlockScaledFormat block => Block(block, k, vectors),
            TwoFourFormat twoFour => TwoFour(twoFour, k, vectors),
            SqFormat sq => role is OperandRole.Activations or OperandRole.Output ? SqCompact(sq, role, k, vectors) : SqInBand(sq, role, k, vectors),
            _ => throw new NotSupportedException(format.Name),
        };
    }

    private static StoredBits Plain(PlainFormat format, int k, int vectors)
    {
        var scales = new HashSet<(int, int)>();
        long payload = 0;
        for (int v = 0; v < vectors; v++)
        {
            for (int i = 0; i < k; i++)
            {
                payload += format.Element.Bits;
                scales.Add((format.Group == 0 ? 0 : i / format.Group, v / format.GroupVectors));
            }
        }
        return new(payload, scales.Count * (long)(format.Scale?.Bits ?? 0), 0, 0);
    }

    private static StoredBits Block(BlockScaledFormat format, int k, int vectors)
    {
        var bits = new StoredBits(0, format.TensorScale?.Bits ?? 0, 0, 0);
        for (int v = 0; v < vectors; v++)
        {
            for (int start = 0; start < k; start += format.Block)
            {
                bits += new StoredBits(0, format.Scale.Bits, 0, 0);
                for (int i = start; i < start + format.Block; i++)
                    bits += i < k ? new(format.Element.Bits, 0, 0, 0) : new(0, 0, 0, format.Element.Bits);
            }
        }
        return bits;
    }

    private static StoredBits TwoFour(TwoFourFormat format, int k, int vectors)
    {
        var bits = new StoredBits(0, Plain(format.Inner, k, vectors).Scales, 0, 0);
        int element = format.Inner.Element.Bits;
        for (int v = 0; v < vectors; v++)
        {
            for (int quad = 0; quad < k; quad += 4)
            {
                for (int kept = 0; kept < 2; kept++)
                    bits += quad + kept < k ? new(element, 0, 2, 0) : new(0, 0, 0, element + 2);
            }
        }
        return bits;
    }

    private static StoredBits SqInBand(SqFormat format, OperandRole role, int k, int vectors)
    {
        var bits = default(StoredBits);
        for (int v = 0; v < vectors; v++)
        {
            for (int bank = 0; bank < k; bank += format.Bank)
            {
                for (int i = bank; i < bank + format.Bank; i++)
                    bits += i < k ? new(format.Low!.Bits, 0, 0, 0) : new(0, 0, 0, format.Low!.Bits);
                for (int h = 0; h < format.HighPerBank; h++)
                    bits += bank + h < k ? new(format.High.Bits, 0, 0, 0) : new(0, 0, 0, format.High.Bits);
                bits += new StoredBits(0, 2 * format.ScaleFor(role).Bits, 0, 0);
            }
        }
        return bits;
    }

    private static StoredBits SqCompact(SqFormat format, OperandRole role, int k, int vectors)
    {
        var bits = default(StoredBits);
        for (int v = 0; v < vectors; v++)
        {
            bits += new StoredBits(0, 2 * format.ScaleFor(role).Bits, 0, 0);
            int maskBits = format.MaskFor(role) == SqMask.Dynamic ? 1 : v == 0 ? 8 : 0;
            for (int i = 0; i < format.StoredLength(k); i++)
            {
                // Any choice with the real elements first counts alike: the first ones of the bank are taken as high.
                int code = i % format.Bank < format.HighPerBank ? format.High.Bits : format.Low!.Bits;
                bits += i < k ? new(code, 0, maskBits, 0) : new(0, 0, 0, code + maskBits);
            }
        }
        return bits;
    }
}
