using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>
/// Softmax, normalisation and activation: passes over rows in flight, each bound by DRAM, L2 or instructions. Nothing is calibrated here:
/// framework times are those that LLMCompass adds on A100, instruction counts are those of the loops. Rules: docs/SILICON.md.
/// </summary>
public static class VectorKernels
{
    private const int ElementBytes = 2;
    private const int OneWarpRow = 1024; // elements: rows up to this are held in registers and read once

    /// <summary>Framework times: LLMCompass [S, hardware reference 1.3]. Threads of a block: 1024 for softmax, 256 else [R, PyTorch]. Instructions:
    /// design choice, 8 per element and pass for softmax (load, convert, compare or exponentiate, add), 12 for a layer norm in one loop, 10 for GELU.</summary>
    public static ImmutableArray<RowOperation> Operations { get; } =
    [
        new("softmax", 12, 3, 24, 2),
        new("layernorm", 45, 2, 12, 8),
        new("gelu", 45, 1, 10, 8),
    ];

    /// <summary>Time of an operation over rows of so many elements, or null where it is unknown.</summary>
    public static KernelTime? Run(KernelChip chip, SharedConstants shared, string operation, double rows, double elements)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(shared);
        if (Operations.FirstOrDefault(o => o.Name == operation) is not { } op) return null;
        double bytes = rows * elements * ElementBytes, cold = 1 - shared.Kept(chip, 2 * bytes);
        int passes = elements <= OneWarpRow ? 1 : op.Passes;
        double inFlight = Math.Min(rows, (double)chip.Cores * op.RowsPerCore) * elements * ElementBytes;
        double again = cold * (1 - shared.Kept(chip, inFlight)); // share of a further pass that L2 no longer holds
        double instructions = rows * elements * op.Instructions / (chip.VectorRate * chip.Cores) / passes, cross = bytes / chip.L2Width;
        double compute = instructions * passes, memory = 0, body = 0;
        for (int pass = 0; pass < passes; pass++)
        {
            double read = (pass == 0 ? cold : again) * bytes, written = pass == passes - 1 ? cold * bytes : 0;
            double dram = (read + written) / shared.Dram(chip), l2 = pass == passes - 1 ? 2 * cross : cross;
            memory += dram;
            body += Math.Max(Math.Max(dram, l2), instructions);
        }
        double framework = op.FrameworkUs * chip.CyclesPerUs;
        double cycles = framework + ((chip.NodeGapUs + shared.StartUs) * chip.CyclesPerUs) + (passes * chip.DramLatency) + body + shared.Ramp(chip, memory);
        double us = 1 / chip.CyclesPerUs;
        return new((long)Math.Ceiling(cycles), cycles * us, compute * us, memory * us, 0, op.FrameworkUs, 1, (int)Math.Min(elements, int.MaxValue), 1, rows / chip.Cores);
    }
}
