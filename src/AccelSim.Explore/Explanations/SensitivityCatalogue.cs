using System.Collections.Immutable;
using AccelSim.Model.Machines;

namespace AccelSim.Explore.Explanations;

/// <summary>Every number of a machine file: those that are tried, and those that are not, each with the reason.</summary>
public static class SensitivityCatalogue
{
    private const long KiB = 1024;

    /// <summary>What is tried, in the order of the machine file.</summary>
    public static ImmutableArray<Sensitivity> All { get; } =
    [
        Sensitivity.More("clock", m => m.ClockHz, (m, v) => m with { ClockHz = v }, ParameterText.Hertz),
        Sensitivity.More("clock_under_load", m => m.ClockUnderLoadPpm, (m, v) => m with { ClockUnderLoadPpm = (int)v }, ParameterText.Ppm, most: 1_000_000),
        Sensitivity.More("links.bandwidth", m => m.Chips > 1 ? m.Links?.BytesPerSecond : null, (m, v) => m with { Links = m.Links! with { BytesPerSecond = v } }, ParameterText.BytesPerSecond),
        Sensitivity.Less("links.latency", m => m.Chips > 1 ? m.Links?.LatencyPs : null, (m, v) => m with { Links = m.Links! with { LatencyPs = v } }, ParameterText.Picoseconds),
        Sensitivity.More("cores", m => m.Cores, (m, v) => m with { Cores = (int)v, FabricatedCores = Math.Max(m.FabricatedCores, (int)v) }, ParameterText.Count),
        Sensitivity.More("tensor_unit.rows", m => Systolic(m)?.Rows, (m, v) => Array(m, (int)v, m.TensorUnit.Cols), ParameterText.Count),
        Sensitivity.More("tensor_unit.cols", m => Systolic(m)?.Cols, (m, v) => Array(m, m.TensorUnit.Rows, (int)v), ParameterText.Count),
        Sensitivity.Rates("tensor_unit.macs_per_cycle.*", m => m.TensorUnit.MacsPerCycle, (m, r) => m with { TensorUnit = m.TensorUnit with { MacsPerCycle = r } },
            m => (long)m.TensorUnit.Rows * m.TensorUnit.Cols),
        Sensitivity.Less("tensor_unit.pipeline_depth", m => m.TensorUnit.PipelineDepth, (m, v) => m with { TensorUnit = m.TensorUnit with { PipelineDepth = (int)v } }, ParameterText.Count),
        Sensitivity.More("sparse_unit.select_per_cycle", m => m.SparseUnit?.SelectPerCycle, (m, v) => m with { SparseUnit = m.SparseUnit! with { SelectPerCycle = v } }, ParameterText.Count),
        Sensitivity.More("sparse_unit.select_banks", m => m.SparseUnit is { SelectBanks: > 0 } unit ? unit.SelectBanks : null, (m, v) => m with { SparseUnit = m.SparseUnit! with { SelectBanks = (int)v } }, ParameterText.Count, most: 512),
        Sensitivity.Rates("sparse_unit.macs_per_cycle.*", m => m.SparseUnit?.MacsPerCycle, (m, r) => m with { SparseUnit = m.SparseUnit! with { MacsPerCycle = r } }, _ => 1),
        Sensitivity.More("sparse_unit.queue_depth", m => m.SparseUnit?.QueueDepth, (m, v) => m with { SparseUnit = m.SparseUnit! with { QueueDepth = (int)v } }, ParameterText.Count),
        Sensitivity.Less("sparse_unit.pipeline_depth", m => m.SparseUnit?.PipelineDepth, (m, v) => m with { SparseUnit = m.SparseUnit! with { PipelineDepth = (int)v } }, ParameterText.Count),
        Sensitivity.More("gather_unit.elements_per_cycle", m => m.GatherUnit?.ElementsPerCycle, (m, v) => m with { GatherUnit = m.GatherUnit! with { ElementsPerCycle = v } }, ParameterText.Count),
        Sensitivity.More("gather_unit.top_k_elements_per_cycle", m => m.GatherUnit?.TopKElementsPerCycle, (m, v) => m with { GatherUnit = m.GatherUnit! with { TopKElementsPerCycle = v } }, ParameterText.Count),
        Sensitivity.Less("gather_unit.latency", m => m.GatherUnit?.Latency, (m, v) => m with { GatherUnit = m.GatherUnit! with { Latency = (int)v } }, ParameterText.Cycles),
        Sensitivity.More("rescale_unit.outputs_per_cycle", m => m.RescaleUnit?.OutputsPerCycle, (m, v) => m with { RescaleUnit = m.RescaleUnit! with { OutputsPerCycle = v } }, ParameterText.Count),
        Sensitivity.Less("rescale_unit.latency", m => m.RescaleUnit?.Latency, (m, v) => m with { RescaleUnit = m.RescaleUnit! with { Latency = (int)v } }, ParameterText.Cycles),
        Sensitivity.More("rescale_unit.queue_depth", m => m.RescaleUnit?.QueueDepth, (m, v) => m with { RescaleUnit = m.RescaleUnit! with { QueueDepth = (int)v } }, ParameterText.Count),
        Sensitivity.More("vector_unit.add_per_cycle", m => m.VectorUnit.AddPerCycle, (m, v) => m with { VectorUnit = m.VectorUnit with { AddPerCycle = v } }, ParameterText.Count),
        Sensitivity.More("vector_unit.multiply_per_cycle", m => m.VectorUnit.MultiplyPerCycle, (m, v) => m with { VectorUnit = m.VectorUnit with { MultiplyPerCycle = v } }, ParameterText.Count),
        Sensitivity.More("vector_unit.exp_per_cycle", m => m.VectorUnit.ExpPerCycle, (m, v) => m with { VectorUnit = m.VectorUnit with { ExpPerCycle = v } }, ParameterText.Count),
        Sensitivity.More("vector_unit.convert_per_cycle", m => m.VectorUnit.ConvertPerCycle, (m, v) => m with { VectorUnit = m.VectorUnit with { ConvertPerCycle = v } }, ParameterText.Count),
        Sensitivity.Less("vector_unit.latency", m => m.VectorUnit.Latency, (m, v) => m with { VectorUnit = m.VectorUnit with { Latency = (int)v } }, ParameterText.Cycles),
        Sensitivity.More("scratchpad.capacity", m => m.Scratchpad.CapacityBytes, (m, v) => m with { Scratchpad = m.Scratchpad with { CapacityBytes = v } }, ParameterText.Bytes, KiB),
        Sensitivity.More("scratchpad.banks", m => m.Scratchpad.Banks, (m, v) => m with { Scratchpad = m.Scratchpad with { Banks = (int)v } }, ParameterText.Count, most: 65_536),
        Sensitivity.More("scratchpad.bank_bandwidth", m => m.Scratchpad.BytesPerBankPerCycle, (m, v) => m with { Scratchpad = m.Scratchpad with { BytesPerBankPerCycle = v } }, ParameterText.BytesPerCycle),
        Sensitivity.More("shared_buffer.capacity", m => m.SharedBuffer.CapacityBytes, (m, v) => m with { SharedBuffer = m.SharedBuffer with { CapacityBytes = v } }, ParameterText.Bytes, KiB),
        Sensitivity.More("shared_buffer.banks", m => m.SharedBuffer.Banks, (m, v) => m with { SharedBuffer = m.SharedBuffer with { Banks = (int)v } }, ParameterText.Count, most: 65_536),
        Sensitivity.More("shared_buffer.bank_bandwidth", m => m.SharedBuffer.BytesPerBankPerCycle, (m, v) => m with { SharedBuffer = m.SharedBuffer with { BytesPerBankPerCycle = v } }, ParameterText.BytesPerCycle),
        Sensitivity.Less("shared_buffer.latency", m => m.SharedBuffer.Latency, (m, v) => m with { SharedBuffer = m.SharedBuffer with { Latency = (int)v } }, ParameterText.Cycles),
        Sensitivity.More("network.core_bandwidth", m => m.Network.BytesPerCorePerCycle, (m, v) => m with { Network = m.Network with { BytesPerCorePerCycle = v } }, ParameterText.BytesPerCycle),
        Sensitivity.Less("network.latency", m => m.Network.Latency, (m, v) => m with { Network = m.Network with { Latency = (int)v } }, ParameterText.Cycles),
        Sensitivity.More("network.link_bandwidth", m => m.Network.BytesPerHopPerCycle, (m, v) => m with { Network = m.Network with { BytesPerHopPerCycle = v } }, ParameterText.BytesPerCycle),
        Sensitivity.Less("network.hop_latency", m => m.Network.HopLatency, (m, v) => m with { Network = m.Network with { HopLatency = (int)v } }, ParameterText.Cycles),
        Sensitivity.More("dma.outstanding", m => m.Dma?.OutstandingBytes, (m, v) => m with { Dma = m.Dma! with { OutstandingBytes = v } }, ParameterText.Bytes, KiB),
        Sensitivity.More("memory.channels", m => m.Memory.Channels, (m, v) => m with { Memory = m.Memory with { Channels = (int)v } }, ParameterText.Count, most: 65_536),
        Sensitivity.More("memory.lookahead", m => m.Memory.Lookahead, (m, v) => m with { Memory = m.Memory with { Lookahead = (int)v } }, ParameterText.Count, most: 65_536),
        Sensitivity.Less("memory.latency", m => m.Memory.LatencyCycles, (m, v) => m with { Memory = m.Memory with { LatencyCycles = (int)v } }, ParameterText.Cycles),
        Sensitivity.Less("launch_overhead", m => m.LaunchOverheadPs, (m, v) => m with { LaunchOverheadPs = v }, ParameterText.Picoseconds),
    ];

    /// <summary>What is not tried, by key, and why.</summary>
    public static ImmutableArray<(string Key, string Reason)> Excluded { get; } =
    [
        ("accelsim", "the version of the file"),
        ("chips", "a workload is laid over all of them (workload.parallel.tensor); another number is another workload"),
        ("cores_fabricated", "sets area, not time"),
        ("sparse_unit.banks", "bank sizes of the number formats, not an amount"),
        ("accumulator.group_length", "how sums are rounded, not an amount"),
        ("accumulator.fraction_bits", "how sums are rounded, not an amount"),
        ("accumulator.zero_exponent", "how sums are rounded, not an amount"),
        ("accumulator.bits", "how sums are kept, not an amount"),
        ("scratchpad.ports", "1 or 2, nothing between"),
        ("shared_buffer.ports", "1 or 2, nothing between"),
        ("memory.capacity", "decides whether a step fits, not how long it takes"),
        ("memory.interleave", "only sizes that divide a DRAM row"),
        ("silicon.boost_clock", "only the comparison with measured kernels reads it"),
        ("silicon.stream_share", "only the comparison with measured kernels reads it"),
        ("silicon.l2_partitions", "only the comparison with measured kernels reads it"),
        ("silicon.process", "only the comparison with measured kernels reads it"),
        ("power_cap", "does not enter the time"),
    ];

    private static TensorUnit? Systolic(Machine machine) => machine.TensorUnit.Kind == TensorUnitKind.Systolic ? machine.TensorUnit : null;

    /// <summary>A systolic array of another size with the same rate per element.</summary>
    private static Machine Array(Machine machine, int rows, int cols)
    {
        long before = (long)machine.TensorUnit.Rows * machine.TensorUnit.Cols;
        return machine with
        {
            TensorUnit = machine.TensorUnit with
            {
                Rows = rows,
                Cols = cols,
                MacsPerCycle = new MacRates([.. machine.TensorUnit.MacsPerCycle.Entries.Select(r => r with { MacsPerCycle = r.MacsPerCycle / before * rows * cols })]),
            },
        };
    }
}
