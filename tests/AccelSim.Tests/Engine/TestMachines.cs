using AccelSim.Model.Machines;

namespace AccelSim.Tests.Engine;

/// <summary>Machines of a middling size with every unit, for laws that need real ratios between them.</summary>
internal static class TestMachines
{
    /// <summary>HBM3 at 6.4 Gb/s per pin, values of JEDEC JESD238 as in configs/dram/hbm3.yaml.</summary>
    public static readonly DramTiming Hbm3 = new()
    {
        Standard = "hbm3",
        TckPs = 625,
        PseudoChannels = 2,
        BurstBytes = 32,
        BurstClocks = 2,
        BankGroups = 4,
        BanksPerGroup = 4,
        RowBytes = 1024,
        ReadLatency = 20,
        WriteLatency = 10,
        ActivateToRead = 31,
        ActivateToWrite = 15,
        Precharge = 26,
        ActivateToPrecharge = 45,
        ReadToPrecharge = 9,
        WriteRecovery = 33,
        ActivateToActivate = 4,
        FourActivates = 24,
        WriteToRead = 10,
        ReadToWrite = 20,
        RefreshCycle = 560,
        RefreshInterval = 6240,
    };

    /// <summary>Eight cores of 16 x 16 dot products, int4 at twice the int8 rate, an SQ path at a quarter of it, one stack of HBM3.</summary>
    public static readonly Machine Small = new()
    {
        Name = "small",
        ClockHz = 1_600_000_000,
        Cores = 8,
        FabricatedCores = 8,
        TensorUnit = new()
        {
            Kind = TensorUnitKind.DotProduct,
            Rows = 16,
            Cols = 16,
            PipelineDepth = 8,
            MacsPerCycle = new MacRates([new("int8", "int8", 4096), new("int4", "int4", 8192), new("bf16", "bf16", 2048)]),
        },
        SparseUnit = new()
        {
            Placement = SparsePlacement.Beside,
            Banks = [16, 32, 64, 128],
            SelectPerCycle = 128,
            MacsPerCycle = new MacRates([new("int8", "int4", 2048), new("int8", "int8", 1024)]),
            PipelineDepth = 8,
        },
        GatherUnit = new() { ElementsPerCycle = 1024, TopKElementsPerCycle = 256, Latency = 12 },
        RescaleUnit = new() { OutputsPerCycle = 512, Latency = 8 },
        VectorUnit = new() { AddPerCycle = 128, MultiplyPerCycle = 128, ExpPerCycle = 16, ConvertPerCycle = 64, Latency = 4 },
        Scratchpad = new() { CapacityBytes = 512 << 10, Banks = 32, BytesPerBankPerCycle = 32 },
        SharedBuffer = new() { CapacityBytes = 16 << 20, Banks = 16, BytesPerBankPerCycle = 64, Latency = 40 },
        Network = new() { BytesPerCorePerCycle = 128, Latency = 10 },
        Memory = new() { Timing = Hbm3, Channels = 16, CapacityBytes = 16L << 30, InterleaveBytes = 256, LatencyCycles = 60 },
    };
}
