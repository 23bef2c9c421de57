using System.Globalization;
using AccelSim.Engine.Timing;
using AccelSim.Model.Machines;

namespace AccelSim.Explore.Timelines;

/// <summary>A row of a timeline.</summary>
/// <param name="Dram">Whether it belongs to the DRAM or to the chip.</param>
/// <param name="Number">Number among those, which is also the order from top to bottom.</param>
internal readonly record struct TimelineLane(bool Dram, int Number)
{
    private const int Queues = 4;

    /// <summary>Of every bus: the data bus, refresh, then its banks.</summary>
    private const int BeforeBanks = 2;

    private static readonly string[] Core =
    [
        "queue: load", "queue: tensor", "queue: vector", "queue: up",
        "load issue", "shared-buffer port, down", "network link, down", "scratchpad fill port", "operand fetch", "gather unit", "dense unit",
        "selector", "sparse unit", "rescale unit", "vector unit", "network link, up", "shared-buffer port, up",
    ];

    public static TimelineLane Of(StepQueue queue) => new(false, (int)queue);

    public static TimelineLane Of(TimingLane lane) => new(false, Queues + (int)lane);

    public static TimelineLane Bus(Memory memory, int bus) => new(true, bus * PerBus(memory));

    public static TimelineLane Refresh(Memory memory, int bus) => new(true, bus * PerBus(memory) + 1);

    public static TimelineLane Bank(Memory memory, int bus, int bank) => new(true, bus * PerBus(memory) + BeforeBanks + bank);

    /// <summary>Every lane of a machine that the options show, from top to bottom.</summary>
    public static IEnumerable<TimelineLane> All(Machine machine, TimelineOptions options) =>
        Enumerable.Range(0, Core.Length).Select(n => new TimelineLane(false, n)).Concat(
            Enumerable.Range(0, machine.Memory.Buses).Where(options.Shows)
                .SelectMany(bus => Enumerable.Range(bus * PerBus(machine.Memory), PerBus(machine.Memory)).Select(n => new TimelineLane(true, n))));

    /// <summary>What stands beside it.</summary>
    public string Name(Memory memory)
    {
        if (!Dram) return Core[Number];
        int bus = Number / PerBus(memory), part = Number % PerBus(memory);
        string channel = memory.Timing.PseudoChannels == 1 ? Text($"channel {bus}") : Text($"channel {bus / memory.Timing.PseudoChannels}.{bus % memory.Timing.PseudoChannels}");
        return channel + part switch
        {
            0 => " columns",
            1 => " refresh",
            _ => Text($" bank {part - BeforeBanks}"),
        };
    }

    private static int PerBus(Memory memory) => BeforeBanks + memory.Timing.BanksPerGroup;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
