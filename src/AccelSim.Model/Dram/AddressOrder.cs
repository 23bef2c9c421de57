using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AccelSim.Model.Machines;

namespace AccelSim.Model.Dram;

/// <summary>
/// Order of an address, most significant digit first, as in <c>RaRoBaCoBgPcCh</c>: two letters per level (<see cref="DramLevels"/>). A number after
/// them takes a part of a level, lower parts written further right: <c>RoCoBaBgCo4</c>. <c>^</c> combines a digit with the low bits of the row.
/// Sizes need not be powers of two: the digits are those of mixed radix.
/// </summary>
public sealed class AddressOrder
{
    private AddressOrder(string text, ImmutableArray<AddressDigit> digits) => (Text, Digits) = (text, digits);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Least significant first.</summary>
    public ImmutableArray<AddressDigit> Digits { get; }

    /// <summary>Bursts that the order tells apart.</summary>
    public long Bursts
    {
        get
        {
            long product = 1;
            foreach (AddressDigit digit in Digits) product *= digit.Size;
            return product;
        }
    }

    /// <summary>How many values each level has.</summary>
    public static int Size(DramLevel level, DramTiming timing, int channels) => level switch
    {
        DramLevel.Channel => channels,
        DramLevel.PseudoChannel => timing.PseudoChannels,
        DramLevel.StackId => timing.StackIds,
        DramLevel.BankGroup => timing.BankGroups,
        DramLevel.Bank => timing.BanksPerGroup,
        DramLevel.Row => timing.RowsPerBank,
        _ => timing.RowBytes / timing.BurstBytes,
    };

    /// <summary>Reads an order for a memory, or says what is wrong with it.</summary>
    public static bool TryParse(string text, DramTiming timing, int channels, [NotNullWhen(true)] out AddressOrder? order, [NotNullWhen(false)] out string? error)
    {
        order = null;
        var digits = new List<AddressDigit>();
        var taken = new int[DramLevels.Names.Length];
        var whole = new bool[DramLevels.Names.Length];
        Array.Fill(taken, 1);
        foreach ((DramLevel level, int part, bool mixed) in Enumerable.Reverse(Pieces(text, out error)))
        {
            string name = DramLevels.Names[(int)level].Letters;
            int size = Size(level, timing, channels);
            if (whole[(int)level])
            {
                error = $"'{text}' names {name} twice, which gives different addresses the same place; each level stands once, or in parts with numbers but for the highest";
                return false;
            }
            if (part > 0 && size % (taken[(int)level] * part) != 0)
            {
                error = $"'{text}' takes {part} of the {size / taken[(int)level]} values of {name}; a part must divide them";
                return false;
            }
            if (mixed && (level is not (DramLevel.BankGroup or DramLevel.Bank) || !int.IsPow2(size) || part > 0))
            {
                error = $"'{text}' mixes {name} with the row; only Bg and Ba as a whole, with a power of two of values, may bear '^'";
                return false;
            }
            int values = part > 0 ? part : size / taken[(int)level];
            digits.Add(new AddressDigit(level, values, taken[(int)level], mixed));
            taken[(int)level] *= values;
            whole[(int)level] = part == 0;
        }
        if (error is not null) return false;
        for (int level = 0; level < taken.Length; level++)
        {
            int size = Size((DramLevel)level, timing, channels);
            if (taken[level] == size) continue;
            error = $"'{text}' reaches {taken[level].ToString(CultureInfo.InvariantCulture)} of the {size} values of {DramLevels.Names[level].Letters}; every level must stand in the order once";
            return false;
        }
        order = new AddressOrder(text, [.. digits]);
        return true;
    }

    private static List<(DramLevel Level, int Part, bool Mixed)> Pieces(string text, out string? error)
    {
        var pieces = new List<(DramLevel, int, bool)>();
        error = null;
        for (int at = 0; at < text.Length;)
        {
            int level = -1;
            for (int i = 0; i < DramLevels.Names.Length; i++)
                if (string.CompareOrdinal(text, at, DramLevels.Names[i].Letters, 0, 2) == 0) level = i;
            if (level < 0)
            {
                error = $"'{text}' is no address order: nothing is called '{text[at..Math.Min(at + 2, text.Length)]}'; use {string.Join(", ", DramLevels.Names.Select(n => n.Letters))}, most significant first, as in RaRoBaCoBgPcCh";
                return [];
            }
            at += 2;
            int part = 0, start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]) && at - start < 7) part = part * 10 + (text[at++] - '0');
            if (at > start && part < 1)
            {
                error = $"'{text}' takes a part of 0 values; a part has at least 1";
                return [];
            }
            bool mixed = at < text.Length && text[at] == '^';
            if (mixed) at++;
            pieces.Add(((DramLevel)level, part, mixed));
        }
        return pieces;
    }
}
