using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Dram;

/// <summary>
/// What a stream looks like again after some requests. If the digit below the row selects banks, a step of that digit turns all banks by one and
/// everything else stays: timing knows banks only by their place in the tree, so a turned state behaves like the state. Otherwise a whole turn of
/// everything below the row leaves the banks as they are and moves all rows by one.
/// </summary>
internal sealed class StreamShape
{
    private readonly DramTiming timing;
    private readonly AddressDecoder decoder;
    private readonly DramLevel turned;
    private readonly bool[] mayDiffer;
    private readonly int turns;

    private StreamShape(DramTiming timing, AddressDecoder decoder, DramLevel turned, int turns, long step, long unit, bool[] mayDiffer)
    {
        (this.timing, this.decoder, this.turned, this.turns, Step, Unit, this.mayDiffer) = (timing, decoder, turned, turns, step, unit, mayDiffer);
        Block = step * turns * timing.RowsPerBank;
    }

    /// <summary>Requests of a pseudo-channel per step of the turned digit, or of the row.</summary>
    public long Step { get; }

    /// <summary>Requests after which addresses and directions look the same: whole steps.</summary>
    public long Unit { get; }

    /// <summary>Requests before digits above the row change.</summary>
    public long Block { get; }

    /// <summary>The shape of a stream, or null where its order has none: rows in parts, or banks mixed with rows.</summary>
    public static StreamShape? Of(DramTiming timing, DramOptions options, StreamSource source)
    {
        ReadOnlySpan<AddressDigit> digits = source.Decoder.Digits;
        int row = -1;
        for (int i = 0; i < digits.Length; i++)
        {
            if (digits[i].Mixed || (digits[i].Level == DramLevel.Row && row >= 0)) return null;
            if (digits[i].Level == DramLevel.Row) row = i;
        }
        AddressDigit below = row > 0 ? digits[row - 1] : default;
        bool whole = below.Size == AddressOrder.Size(below.Level, timing, 1);
        // Ties that are broken by the number of a bank would be broken otherwise after a turn.
        bool turns = row > 0 && whole && below.Level is DramLevel.StackId or DramLevel.BankGroup or DramLevel.Bank
            && options.Page != PagePolicy.Adaptive && options.Refresh != RefreshMode.PerBank;
        long step = 1;
        for (int i = 0; i < (turns ? row - 1 : row); i++) step *= digits[i].Size;
        long unit = step;
        while (unit % source.Period != 0) unit += step;
        var differ = new bool[DramLevels.Nodes];
        for (int i = row + 1; i < digits.Length; i++)
        {
            if (digits[i].Level < DramLevel.Row) differ[(int)digits[i].Level] = true;
            else return null;
        }
        return new StreamShape(timing, source.Decoder, turns ? below.Level : DramLevel.Row, turns ? below.Size : 1, step, unit, differ);
    }

    /// <summary>Steps before a request, within its block.</summary>
    public long StepOf(long index) => index % Block / Step;

    /// <summary>A bank as it is called after a turn.</summary>
    public int Turned(int bank, long steps)
    {
        (int stack, int group, int inner) = Parts(bank);
        int by = (int)(steps % turns);
        if (turned == DramLevel.StackId) stack = (stack + by) % turns;
        if (turned == DramLevel.BankGroup) group = (group + by) % turns;
        if (turned == DramLevel.Bank) inner = (inner + by) % turns;
        return (stack * timing.BankGroups + group) * timing.BanksPerGroup + inner;
    }

    /// <summary>An open row as a distance from where the stream is; rows of banks that the block does not reach stay as they are.</summary>
    public long Relative(int row, int bank, long start)
    {
        if (row < 0) return long.MinValue;
        return Reached(bank, start) ? (long)row * turns + Digit(bank) - StepOf(start) : Far + row;
    }

    /// <summary>The row again.</summary>
    public int Absolute(long relative, int bank, long start)
    {
        if (relative == long.MinValue) return -1;
        return (int)(relative >= Far / 2 ? relative - Far : (relative + StepOf(start) - Digit(bank)) / turns);
    }

    private const long Far = 1L << 50;

    private int Digit(int bank)
    {
        (int stack, int group, int inner) = Parts(bank);
        return turned switch { DramLevel.StackId => stack, DramLevel.BankGroup => group, DramLevel.Bank => inner, _ => 0 };
    }

    private bool Reached(int bank, long start)
    {
        (int stack, int group, int inner) = Parts(bank);
        (int Stack, int Group, int Bank) now = Parts(decoder.Place(start % decoder.Bursts).Bank);
        return !((mayDiffer[(int)DramLevel.StackId] && stack != now.Stack) || (mayDiffer[(int)DramLevel.BankGroup] && group != now.Group)
            || (mayDiffer[(int)DramLevel.Bank] && inner != now.Bank));
    }

    private (int Stack, int Group, int Bank) Parts(int bank) =>
        (bank / timing.BanksPerGroup / timing.BankGroups, bank / timing.BanksPerGroup % timing.BankGroups, bank % timing.BanksPerGroup);
}
