using AccelSim.Model.Machines;

namespace AccelSim.Explore.Identities;

/// <summary>
/// Machines whose memories and vector unit cost next to nothing: every transfer is one chunk that takes one cycle at each place, and
/// DRAM runs a thousand times as fast as the core. What is left is the tensor unit.
/// </summary>
internal static class IdealMachine
{
    /// <summary>
    /// Cycles of a one-tile GEMM outside the tensor unit. A: DRAM 1, shared buffer 1, network 1, scratchpad 1; B one cycle behind: 5.
    /// The first fetch: 1. Epilogue: scales 1, conversion 1; network 1, shared buffer 1, DRAM 1: 5.
    /// </summary>
    public const long Overhead = 11;

    private static readonly DramTiming Dram = new()
    {
        Standard = "ideal",
        TckPs = 1,
        PseudoChannels = 1,
        BurstBytes = 1 << 22,
        BurstClocks = 1,
        BankGroups = 1,
        BanksPerGroup = 1,
        RowBytes = 1 << 30,
        ReadLatency = 1,
        WriteLatency = 1,
        ActivateToRead = 1,
        ActivateToWrite = 1,
        Precharge = 1,
        ActivateToPrecharge = 1,
        ReadToPrecharge = 1,
        WriteRecovery = 1,
        ActivateToActivate = 1,
        FourActivates = 1,
        WriteToRead = 1,
        ReadToWrite = 1,
        RefreshCycle = 1,
        RefreshInterval = int.MaxValue,
    };

    public static Machine Of(TensorUnit unit) => new()
    {
        Name = "ideal",
        ClockHz = 1_000_000_000,
        Cores = 1,
        TensorUnit = unit,
        VectorUnit = new() { AddPerCycle = 1 << 30, MultiplyPerCycle = 1 << 30, ExpPerCycle = 1 << 30, ConvertPerCycle = 1 << 30 },
        Scratchpad = new() { CapacityBytes = 1L << 40, Banks = 1, BytesPerBankPerCycle = 1 << 30 },
        SharedBuffer = new() { CapacityBytes = 1L << 40, Banks = 1, BytesPerBankPerCycle = 1 << 30 },
        Network = new() { BytesPerCorePerCycle = 1 << 30 },
        Memory = new() { Timing = Dram, Channels = 1, CapacityBytes = 1L << 40, InterleaveBytes = 1 << 30 },
    };

    /// <summary>A systolic array of one MAC per element and cycle.</summary>
    public static Machine Systolic(int rows, int cols, Dataflow dataflow, bool overlap = false, int depth = 0) => Of(new TensorUnit
    {
        Kind = TensorUnitKind.Systolic,
        Rows = rows,
        Cols = cols,
        Dataflow = dataflow,
        OverlapFolds = overlap,
        PipelineDepth = depth,
        MacsPerCycle = new MacRates([new MacRate("int8", "int8", (long)rows * cols), new MacRate("bf16", "bf16", (long)rows * cols)]),
    });
}
