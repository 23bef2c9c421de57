using System.Collections.Immutable;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;

namespace AccelSim.Explore.Identities;

/// <summary>Small machines, operations and mappings drawn from a seed, every mechanism switched on by chance.</summary>
internal sealed class RandomDesigns(int seed)
{
    // Neighbouring seeds of the library's generator are alike in their first draws; scattered ones are not.
    private readonly Random random = new((int)CounterRandom.Bits(3, unchecked((ulong)seed), 31));

    /// <summary>The machine with the mechanisms that shipped machines leave at their defaults.</summary>
    public Machine Machine() => new OnChipDesigns(seed).Of(Plain());

    /// <summary>The machine alone.</summary>
    public Machine Plain()
    {
        int cores = Pick(1, 1, 2, 4, 6, 8);
        bool systolic = Chance(0.4);
        int rows = Pick(2, 4, 8), cols = Pick(2, 4, 8);
        long outputs = (long)rows * cols;
        return new Machine
        {
            Name = $"random-{seed}",
            ClockHz = Pick(500_000_000L, 1_000_000_000L, 1_410_000_000L, 1_900_000_000L, 777_777_777L),
            ClockUnderLoadPpm = Pick(1_000_000, 1_000_000, 930_000),
            Cores = cores,
            FabricatedCores = cores,
            TensorUnit = new TensorUnit
            {
                Kind = systolic ? TensorUnitKind.Systolic : TensorUnitKind.DotProduct,
                Rows = rows,
                Cols = cols,
                Dataflow = Pick(Dataflow.OutputStationary, Dataflow.OutputStationary, Dataflow.WeightStationary, Dataflow.InputStationary),
                MacsPerCycle = new MacRates([
                    new MacRate("int8", "int8", outputs * Pick(1, 2, 4)),
                    new MacRate("int4", "int4", outputs * Pick(2, 4, 8)),
                    new MacRate("bf16", "bf16", outputs * Pick(1, 2)),
                    new MacRate("mxfp4", "mxfp4", outputs * 4),
                ]),
                PipelineDepth = Pick(0, 1, 3, 9),
                OverlapFolds = Chance(0.7),
                TwoFourSparsity = Chance(0.5),
            },
            SparseUnit = new SparseUnit
            {
                Placement = Chance(0.7) ? SparsePlacement.Beside : SparsePlacement.Shared,
                Banks = [8, 16, 32],
                SelectPerCycle = Pick(1, 2, 4, 16),
                MacsPerCycle = new MacRates([new MacRate("int8", "int4", outputs * Pick(1, 2)), new MacRate("int8", "int8", outputs)]),
                QueueDepth = Pick(1, 2, 3),
                PipelineDepth = Pick(0, 2, 5),
            },
            GatherUnit = new GatherUnit { ElementsPerCycle = Pick(4, 16, 64), TopKElementsPerCycle = Pick(2, 16), Latency = Pick(0, 4) },
            RescaleUnit = new RescaleUnit { OutputsPerCycle = Pick(1, 4, 16, 64), Latency = Pick(0, 2, 6), QueueDepth = Pick(1, 2, 4), ShiftAdd = Chance(0.5) },
            VectorUnit = new VectorUnit { AddPerCycle = Pick(2, 8), MultiplyPerCycle = Pick(2, 8), ExpPerCycle = Pick(1, 4), ConvertPerCycle = Pick(2, 8), Latency = Pick(0, 1, 5) },
            Scratchpad = new Scratchpad { CapacityBytes = 64 * 1024, Banks = Pick(2, 8), Ports = Pick(1, 2), BytesPerBankPerCycle = Pick(2, 8, 32) },
            SharedBuffer = new SharedBuffer { CapacityBytes = 1 << 20, Banks = Pick(1, 4), BytesPerBankPerCycle = Pick(8, 32), Latency = Pick(1, 20) },
            Network = new Network { BytesPerCorePerCycle = Pick(4, 16, 64), Latency = Pick(0, 3, 17) },
            Memory = Memory(),
            LaunchOverheadPs = Pick(0L, 0L, 50_000L),
        };
    }

    public Memory Memory()
    {
        int burst = Pick(16, 32, 64);
        return new Memory
        {
            Timing = new DramTiming
            {
                Standard = "random",
                TckPs = Pick(500, 625, 833, 1000, 1250),
                PseudoChannels = Pick(1, 2),
                BurstBytes = burst,
                BurstClocks = Pick(2, 4),
                BankGroups = Pick(1, 2, 4),
                BanksPerGroup = Pick(1, 2, 4),
                RowBytes = burst * Pick(4, 8, 16),
                ReadLatency = Pick(5, 20),
                WriteLatency = Pick(4, 10),
                ActivateToRead = Pick(7, 31),
                ActivateToWrite = Pick(5, 15),
                Precharge = Pick(6, 26),
                ActivateToPrecharge = Pick(15, 45),
                ReadToPrecharge = Pick(3, 9),
                WriteRecovery = Pick(8, 33),
                ActivateToActivate = Pick(2, 5),
                FourActivates = Pick(10, 30),
                WriteToRead = Pick(4, 10),
                ReadToWrite = Pick(6, 20),
                RefreshCycle = Pick(50, 200),
                RefreshInterval = Pick(400, 1500, 6240),
            },
            Channels = Pick(1, 2, 3),
            CapacityBytes = 1L << 32,
            Lookahead = Pick(1, 2, 8),
            InterleaveBytes = burst * Pick(1, 2, 4),
            LatencyCycles = Pick(0, 5, 40),
        };
    }

    /// <summary>An operation, with outputs that stay on chip in one of six.</summary>
    public Operation Operation() => new OnChipDesigns(seed).Of(Cold());

    /// <summary>The operation alone; its output goes to DRAM.</summary>
    public Operation Cold()
    {
        double kind = random.NextDouble();
        if (kind < 0.55)
        {
            string weights = Pick("int8", "int4", "int4(g=16)", "sq(int8/int4,b=8,s=0.75)", "sq(int8/int4,b=16,s=0.875)", "sq(int8/int4,b=32,s=0.875,scale=e8m0)", "2:4(int8)", "mxfp4", "bf16");
            string activations = weights switch
            {
                "mxfp4" => "mxfp4",
                "bf16" => "bf16",
                "int4(g=16)" => Pick("int8", "sq(int8/int4,b=16,s=0.75)", "sq(int8/int4,b=16,s=0.75,dynamic)"),
                _ => Pick("int8", "int4"),
            };
            return new GemmOperation
            {
                Name = "gemm",
                Shapes = [.. Enumerable.Range(0, Pick(1, 1, 2)).Select(_ => new GemmShape(Pick(1, 1, 3), Size(), Size(), Size()))],
                Activations = Format(activations),
                Weights = Format(weights),
                Output = Format(Pick("bf16", "int8")),
                ActivationsOnChip = Chance(0.2),
            };
        }
        if (kind < 0.85)
        {
            int group = Pick(1, 2, 4);
            long kv = random.Next(1, 120);
            string cache = Pick("bf16", "int8");
            return new AttentionOperation
            {
                Name = "attention",
                Shapes = [.. Enumerable.Range(0, Pick(1, 2)).Select(_ => new AttentionShape(Pick(1, 2), random.Next(1, (int)Math.Min(kv, 40) + 1), kv))],
                Heads = 2 * group,
                KvHeads = 2,
                QkDim = Pick(8, 16),
                VDim = Pick(8, 16),
                Causal = Chance(0.7),
                ValuesInsideKeys = Chance(0.2),
                Query = Format("bf16"),
                KeyValue = Format(cache),
                Probability = Format("bf16"),
                Output = Format("bf16"),
            };
        }
        return new VectorOperation
        {
            Name = "vector",
            Rows = random.Next(1, 40),
            Cols = random.Next(1, 300),
            Inputs = Pick(1, 2),
            Input = Format("bf16"),
            Output = Format(Pick("bf16", "int8")),
            WorkPerElement = new VectorWork(Pick(1, 3), Pick(0, 2), Pick(0, 1), 1),
            Outputs = Pick(1, 1, 2),
            SideOutput = Chance(0.5) ? Format("fp32") : null,
        };
    }

    /// <summary>A mapping that need not be a good one.</summary>
    public Mapping Mapping(Machine machine, Operation operation)
    {
        int coresK = operation is VectorOperation ? 1 : Pick(1, 1, 2), coresM = Pick(1, 2), coresN = operation is GemmOperation ? Pick(1, 2) : 1;
        int coresG = operation is VectorOperation ? 1 : Pick(1, 2);
        while (coresK * coresM * coresN * coresG > machine.Cores)
        {
            if (coresG > 1) coresG = 1;
            else if (coresN > 1) coresN = 1;
            else if (coresK > 1) coresK = 1;
            else coresM = 1;
        }
        return new Mapping
        {
            CoresG = coresG,
            CoresM = coresM,
            CoresN = coresN,
            CoresK = coresK,
            TileM = Pick(1, 4, 8, 16),
            TileN = Pick(8, 16, 32),
            TileK = Pick(32, 64),
            Order = Chance(0.5) ? LoopOrder.MOuter : LoopOrder.NOuter,
            HoldActivations = operation is GemmOperation && Chance(0.3),
            HoldWeights = operation is not VectorOperation && Chance(0.3),
            OperandBuffers = Pick(1, 2, 2, 3, 4),
            AccumulatorBuffers = Pick(1, 2, 3),
        };
    }

    private static NumberFormat Format(string text) => NamedFormat.Of(text);

    private long Size() => Chance(0.3) ? random.Next(1, 10) : random.Next(10, 130);

    private bool Chance(double probability) => random.NextDouble() < probability;

    private T Pick<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
}
