using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Tests.Engine.Timing.Reference;

/// <summary>
/// A machine for hand calculation: two cores, one bus, DRAM clock = core clock, no latencies, and ports so wide that every chunk
/// takes one cycle at each.
/// </summary>
internal static class TinyMachine
{
    public static readonly DramTiming Dram = new()
    {
        Standard = "tiny",
        TckPs = 1000,
        PseudoChannels = 1,
        BurstBytes = 64,
        BurstClocks = 2,
        BankGroups = 1,
        BanksPerGroup = 2,
        RowBytes = 256,
        ReadLatency = 12,
        WriteLatency = 9,
        ActivateToRead = 10,
        ActivateToWrite = 7,
        Precharge = 8,
        ActivateToPrecharge = 25,
        ReadToPrecharge = 5,
        WriteRecovery = 11,
        ActivateToActivate = 3,
        FourActivates = 16,
        WriteToRead = 4,
        ReadToWrite = 6,
        RefreshCycle = 30,
        RefreshInterval = 1000,
    };

    public static readonly Machine Default = new()
    {
        Name = "tiny",
        ClockHz = 1_000_000_000,
        Cores = 2,
        TensorUnit = new() { Kind = TensorUnitKind.DotProduct, Rows = 1, Cols = 1, MacsPerCycle = MacRates.None },
        VectorUnit = new() { AddPerCycle = 1, MultiplyPerCycle = 1, ExpPerCycle = 1, ConvertPerCycle = 1 },
        Scratchpad = new() { CapacityBytes = 1 << 20, Banks = 1, BytesPerBankPerCycle = 4096 },
        SharedBuffer = new() { CapacityBytes = 1 << 20, Banks = 1, BytesPerBankPerCycle = 4096 },
        Network = new() { BytesPerCorePerCycle = 4096 },
        Memory = new() { Timing = Dram, Channels = 1, CapacityBytes = 1 << 30, InterleaveBytes = 64 },
    };

    public static Machine With(DramTiming dram) => Default with { Memory = Default.Memory with { Timing = dram } };

    public static Machine With(Memory memory) => Default with { Memory = memory };

    public static OperationCounters Run(this Machine machine, params Step[] steps) => ReferenceEngine.Run(machine, [], steps);

    public static OperationCounters Run(this Machine machine, TokenTiming token, params Step[] steps) => ReferenceEngine.Run(machine, [token], steps);

    public static long Stall(this OperationCounters counters, StallCause cause) => counters.Stalls[(int)cause];

    /// <summary>Cycles of every label that occurs, for instance "Compute 3, Dram 24".</summary>
    public static string Labels(this OperationCounters counters)
    {
        var labels = new List<string>();
        if (counters.ComputeCycles > 0) labels.Add($"Compute {counters.ComputeCycles}");
        foreach (StallCause cause in Enum.GetValues<StallCause>())
        {
            if (counters.Stall(cause) > 0) labels.Add($"{cause} {counters.Stall(cause)}");
        }
        return string.Join(", ", labels);
    }
}
