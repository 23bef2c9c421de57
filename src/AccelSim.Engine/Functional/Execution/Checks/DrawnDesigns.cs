using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;

namespace AccelSim.Engine.Functional.Execution.Checks;

/// <summary>Small machines, operations and mappings from a seed, for checks that have no test project at hand. Numbers are of no real machine.</summary>
/// <param name="draw">Where choices come from.</param>
internal sealed class DrawnDesigns(Draw draw)
{
    private static readonly string[] GemmWeights =
        ["int8", "int4", "int4(g=16)", "bf16", "2:4(int8)", "mxfp4", "nvfp4", "fp8_e4m3", "sq(int8/int4,b=16,s=0.875)", "sq(int8/int4,b=32,s=0.75,scale=e8m0)"];

    private static readonly string[] Caches = ["bf16", "int8", "int8(g=16)", "sq(int8/int4,b=16,s=0.875)"];

    public Machine Machine()
    {
        int rows = draw.One(2, 4), cols = draw.One(2, 4);
        long outputs = rows * cols;
        return new Machine
        {
            Name = "drawn",
            ClockHz = 1_000_000_000,
            Cores = 16,
            TensorUnit = new TensorUnit
            {
                Kind = TensorUnitKind.DotProduct,
                Rows = rows,
                Cols = cols,
                MacsPerCycle = new MacRates([.. new[] { "int8", "int4", "bf16", "mxfp4", "nvfp4", "fp8_e4m3" }.Select(f => new MacRate(f, f, outputs))]),
            },
            SparseUnit = new SparseUnit { Placement = SparsePlacement.Shared, Banks = [16, 32], SelectPerCycle = 4 },
            GatherUnit = new GatherUnit { ElementsPerCycle = 16, TopKElementsPerCycle = 16 },
            RescaleUnit = new RescaleUnit { OutputsPerCycle = 4, ShiftAdd = draw.Below(2) == 0 },
            VectorUnit = new VectorUnit { AddPerCycle = 8, MultiplyPerCycle = 8, ExpPerCycle = 1, ConvertPerCycle = 8 },
            Scratchpad = new Scratchpad { CapacityBytes = 1 << 24, Banks = 2, BytesPerBankPerCycle = 32 },
            SharedBuffer = new SharedBuffer { CapacityBytes = 1 << 28, Banks = 4, BytesPerBankPerCycle = 32, Latency = 1 },
            Network = new Network { BytesPerCorePerCycle = 16 },
            Memory = new Memory { Timing = Dram, Channels = 1, CapacityBytes = 1L << 32, InterleaveBytes = 64 },
        };
    }

    public GemmOperation Gemm()
    {
        string weights = draw.One<string>(GemmWeights);
        string activations = weights switch
        {
            "bf16" or "mxfp4" or "nvfp4" or "fp8_e4m3" => weights,
            "int4(g=16)" => draw.One("int8", "sq(int8/int4,b=16,s=0.75)", "sq(int8/int4,b=16,s=0.75,dynamic)"),
            _ => draw.One("int8", "int4"),
        };
        return new GemmOperation
        {
            Name = "gemm",
            PrefetchBytes = draw.One(0, 0, 1, 5_000),
            WarmWeightBytes = draw.One(0, 0, 300, 3_000, 1 << 20),
            Shapes = [.. Enumerable.Range(0, draw.One(1, 2)).Select(_ => new GemmShape(draw.One(1, 3), 1 + draw.Below(40), 1 + draw.Below(40), 1 + draw.Below(300)))],
            Activations = Format(activations),
            Weights = Format(weights),
            Output = Format("bf16"),
        };
    }

    public AttentionOperation Attention()
    {
        string cache = draw.One<string>(Caches), others = cache == "bf16" ? "bf16" : "int8";
        int kv = 1 + draw.Below(100);
        return new AttentionOperation
        {
            Name = "attention",
            PrefetchBytes = draw.One(0, 0, 700),
            Shapes = [.. Enumerable.Range(0, draw.One(1, 2)).Select(_ => new AttentionShape(draw.One(1, 2), 1 + draw.Below(Math.Min(kv, 20)), kv))],
            Heads = 4,
            KvHeads = draw.One(1, 2, 4),
            QkDim = draw.One(16, 32),
            VDim = draw.One(8, 16),
            Causal = draw.Below(4) > 0,
            Query = Format(others),
            KeyValue = Format(cache),
            Probability = Format(others),
            Output = Format("bf16"),
        };
    }

    public Mapping Mapping(bool isGemm) => new()
    {
        CoresG = draw.One(1, 2),
        CoresM = draw.One(1, 2),
        CoresN = isGemm ? draw.One(1, 2) : 1,
        CoresK = draw.One(1, 1, 2),
        TileM = draw.One(1, 4, 8, 16),
        TileN = isGemm ? draw.One(4, 8, 16) : draw.One(16, 32),
        TileK = draw.One(32, 64, 128),
        Order = draw.One(LoopOrder.MOuter, LoopOrder.NOuter),
        HoldActivations = isGemm && draw.Below(3) == 0,
        HoldWeights = draw.Below(3) == 0,
        OperandBuffers = draw.One(1, 2, 3),
        AccumulatorBuffers = draw.One(1, 2),
    };

    private static DramTiming Dram { get; } = new()
    {
        Standard = "drawn",
        TckPs = 1000,
        PseudoChannels = 1,
        BurstBytes = 64,
        BurstClocks = 2,
        BankGroups = 1,
        BanksPerGroup = 4,
        RowBytes = 1024,
        ReadLatency = 5,
        WriteLatency = 4,
        ActivateToRead = 5,
        ActivateToWrite = 5,
        Precharge = 5,
        ActivateToPrecharge = 10,
        ReadToPrecharge = 3,
        WriteRecovery = 5,
        ActivateToActivate = 2,
        FourActivates = 8,
        WriteToRead = 4,
        ReadToWrite = 4,
        RefreshCycle = 50,
        RefreshInterval = 4000,
    };

    private static NumberFormat Format(string text) =>
        FormatParser.TryParse(text, FormatCatalogue.BuiltIn, out NumberFormat? format, out string? error) ? format! : throw new ArgumentException(error);
}
