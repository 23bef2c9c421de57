using System.Numerics;

namespace AccelSim.Engine.Dram;

/// <summary>
/// Requests of one direction that wait in one pseudo-channel, oldest first: flat columns, and sets of places as bits, so that a scan touches
/// candidates only. Both places and banks fit 64 bits.
/// </summary>
internal sealed class RequestQueue(int depth, int banks)
{
    /// <summary>Most places, and most banks, that a set of bits holds.</summary>
    public const int Most = 64;

    public readonly int[] Bank = new int[depth];
    public readonly int[] Row = new int[depth];
    public readonly long[] Arrived = new long[depth];
    public readonly long[] Admitted = new long[depth];
    public readonly long[] Index = new long[depth];
    public readonly bool[] Begun = new bool[depth];

    /// <summary>Places per bank.</summary>
    public readonly ulong[] OfBank = new ulong[banks];

    /// <summary>Places whose row is open.</summary>
    public ulong Hits;

    /// <summary>Banks with requests.</summary>
    public ulong Banks;

    /// <summary>Banks with requests whose row is open.</summary>
    public ulong HitBanks;

    public int Count { get; private set; }

    public bool IsFull => Count == Bank.Length;

    public void Add(in DramRequest request, long index, long time, bool isHit)
    {
        int at = Count++;
        Bank[at] = request.Bank;
        Row[at] = request.Row;
        Arrived[at] = request.Arrival < 0 ? time : request.Arrival;
        Admitted[at] = time;
        Index[at] = index;
        Begun[at] = false;
        OfBank[request.Bank] |= 1UL << at;
        Banks |= 1UL << request.Bank;
        if (!isHit) return;
        Hits |= 1UL << at;
        HitBanks |= 1UL << request.Bank;
    }

    public void RemoveAt(int at)
    {
        int bank = Bank[at], after = --Count - at;
        ulong below = (1UL << at) - 1, above = ~below;
        ulong[] places = OfBank;
        places[bank] &= ~(1UL << at);
        Hits &= ~(1UL << at);
        if (places[bank] == 0) Banks &= ~(1UL << bank);
        if ((places[bank] & Hits) == 0) HitBanks &= ~(1UL << bank);
        if (after == 0) return;
        Hits = (Hits & below) | ((Hits >> 1) & above);
        for (int b = 0; b < places.Length; b++) places[b] = (places[b] & below) | ((places[b] >> 1) & above);
        Array.Copy(Bank, at + 1, Bank, at, after);
        Array.Copy(Row, at + 1, Row, at, after);
        Array.Copy(Arrived, at + 1, Arrived, at, after);
        Array.Copy(Admitted, at + 1, Admitted, at, after);
        Array.Copy(Index, at + 1, Index, at, after);
        Array.Copy(Begun, at + 1, Begun, at, after);
    }

    /// <summary>Marks the requests that an opened row serves.</summary>
    public void Opened(int bank, int row)
    {
        for (ulong places = OfBank[bank]; places != 0; places &= places - 1)
        {
            int at = BitOperations.TrailingZeroCount(places);
            if (Row[at] == row) Hits |= 1UL << at;
        }
        if ((OfBank[bank] & Hits) != 0) HitBanks |= 1UL << bank;
    }

    /// <summary>Unmarks the requests of a closed row.</summary>
    public void Closed(int bank)
    {
        Hits &= ~OfBank[bank];
        HitBanks &= ~(1UL << bank);
    }

    public void Clear()
    {
        Count = 0;
        Hits = Banks = HitBanks = 0;
        Array.Clear(OfBank);
    }
}
