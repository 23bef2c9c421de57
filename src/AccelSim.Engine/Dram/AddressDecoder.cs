using System.Collections.Immutable;
using System.Numerics;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Dram;

/// <summary>Finds the place of a burst by its number: the digits of an <see cref="AddressOrder"/>.</summary>
public sealed class AddressDecoder
{
    private readonly AddressDigit[] digits;
    private readonly int groups, banks;

    private AddressDecoder(ImmutableArray<AddressDigit> digits, DramTiming timing)
    {
        this.digits = [.. digits];
        (groups, banks) = (timing.BankGroups, timing.BanksPerGroup);
        Bursts = 1;
        foreach (AddressDigit digit in digits) Bursts *= digit.Size;
    }

    /// <summary>Bursts told apart; higher numbers wrap.</summary>
    public long Bursts { get; }

    /// <summary>Digits, least significant first.</summary>
    internal ReadOnlySpan<AddressDigit> Digits => digits;

    /// <summary>Places in a whole memory.</summary>
    public static AddressDecoder OfMemory(AddressOrder order, DramTiming timing) => new(order.Digits, timing);

    /// <summary>Places in one pseudo-channel: the order without channels and pseudo-channels.</summary>
    public static AddressDecoder OfPseudoChannel(AddressOrder order, DramTiming timing) =>
        new([.. order.Digits.Where(d => d.Level is not (DramLevel.Channel or DramLevel.PseudoChannel))], timing);

    /// <summary>The place of a burst.</summary>
    public DramPlace Place(long burst)
    {
        int channel = 0, pseudo = 0, stack = 0, group = 0, bank = 0, row = 0, column = 0, mixed = 0;
        foreach (ref readonly AddressDigit digit in digits.AsSpan())
        {
            // Almost every size is a power of two, and a division is what costs here.
            long rest = BitOperations.IsPow2(digit.Size) ? burst >> BitOperations.TrailingZeroCount(digit.Size) : burst / digit.Size;
            int value = (int)(burst - rest * digit.Size) * digit.Weight;
            burst = rest;
            switch (digit.Level)
            {
                case DramLevel.Channel: channel += value; break;
                case DramLevel.PseudoChannel: pseudo += value; break;
                case DramLevel.StackId: stack += value; break;
                case DramLevel.BankGroup: group += value; mixed |= digit.Mixed ? 1 : 0; break;
                case DramLevel.Bank: bank += value; mixed |= digit.Mixed ? 2 : 0; break;
                case DramLevel.Row: row += value; break;
                default: column += value; break;
            }
        }
        if ((mixed & 1) != 0) group ^= row & (groups - 1);
        if ((mixed & 2) != 0) bank ^= row & (banks - 1);
        return new DramPlace(channel, pseudo, (stack * groups + group) * banks + bank, row, column);
    }
}
