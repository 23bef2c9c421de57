using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Explanations;

/// <summary>Where an operation with MACs stands against the roofs of its machine; a MAC is two operations, all chips together.</summary>
/// <param name="Pair">Operand formats, such as <c>int8 x int4</c>.</param>
/// <param name="PeakTops">Rate of that pair, as <c>peak_tops</c>.</param>
/// <param name="DramIntensity">Operations per byte over the DRAM pins; infinite where there are none.</param>
/// <param name="SharedIntensity">Operations per byte from the shared buffer to the cores.</param>
/// <param name="AttainableTops">The lowest of the roofs over it.</param>
/// <param name="Roof">Which one: <c>compute</c>, <c>dram</c> or <c>shared_buffer</c>.</param>
/// <param name="AchievedTops">What it reached.</param>
public sealed record RooflinePosition(
    string Pair, double PeakTops, double DramIntensity, double SharedIntensity, double AttainableTops, string Roof, double AchievedTops)
{
    /// <summary>DRAM roof of a machine: bytes per second of all pins.</summary>
    public static double DramBandwidth(Machine machine) => machine.Memory.PeakBytesPerSecond * machine.Chips;

    /// <summary>Shared-buffer roof of a machine: bytes per second of the ports towards the cores, at nominal clock.</summary>
    public static double SharedBandwidth(Machine machine) => (double)machine.SharedBuffer.PortBytesPerCycle * machine.ClockHz * machine.Chips;

    /// <summary>The position, or null for an operation without MACs.</summary>
    public static RooflinePosition? Of(Machine machine, OperationResult result, MetricValues metrics)
    {
        if (result.Operation.Macs == 0 || Pairs(result) is not { } pair) return null;
        OperationCounters c = result.Counters;
        double operations = 2.0 * result.Operation.Macs;
        double dram = operations / (c.DramReadBytes + c.DramWriteBytes), shared = operations / (c.SharedReadBytes - c.DramWriteBytes);
        double peak = metrics.Number(Metrics.PeakTops);
        (double Tops, string Name)[] roofs =
            [(peak, "compute"), (dram * DramBandwidth(machine) * 1e-12, "dram"), (shared * SharedBandwidth(machine) * 1e-12, "shared_buffer")];
        (double attainable, string roof) = roofs.MinBy(r => r.Tops);
        return new RooflinePosition(pair, peak, dram, shared, attainable, roof, metrics.Number(Metrics.Tops));
    }

    private static string? Pairs(OperationResult result) => result.Operation switch
    {
        GemmOperation => Text(result.Plans.First),
        AttentionOperation when Text(result.Plans.First) == Text(result.Plans.Second!) => Text(result.Plans.First),
        AttentionOperation => $"{Text(result.Plans.First)}, {Text(result.Plans.Second!)}",
        _ => null,
    };

    private static string Text(MultiplyPlan plan) => $"{plan.Activations} x {plan.Weights}";
}
