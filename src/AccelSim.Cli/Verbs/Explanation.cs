using System.Globalization;
using System.Text;
using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Verbs;

/// <summary>What bounds each operation, where its cycles went, and how it lay over the cores.</summary>
internal static class Explanation
{
    public static string Of(Machine machine, StepRun run)
    {
        var text = new StringBuilder();
        foreach (StepOperation operation in run.Operations)
        {
            OperationCounters c = operation.Result.Counters;
            text.Append(CultureInfo.InvariantCulture,
                $"{operation.Result.Operation.Name} x {operation.Repeats}: bound by {operation.Metrics[Metrics.Bound]}, {c.Cycles} cycles\n");
            text.Append(CultureInfo.InvariantCulture, $"    compute {Share(c.ComputeCycles, c.Cycles)}");
            foreach (StallCause cause in Enum.GetValues<StallCause>())
            {
                if (c.Stalls[(int)cause] > 0) text.Append(CultureInfo.InvariantCulture, $", {Metrics.Snake(cause)} {Share(c.Stalls[(int)cause], c.Cycles)}");
            }
            text.Append('\n');
            text.Append(CultureInfo.InvariantCulture,
                $"    busy: dense {Share(c.DenseBusyCycles, c.Cycles)}, sparse {Share(c.SparseBusyCycles, c.Cycles)}, rescale {Share(c.RescaleBusyCycles, c.Cycles)}, vector {Share(c.VectorBusyCycles, c.Cycles)}\n");
            for (int shape = 0; shape < operation.Result.Mappings.Length; shape++)
            {
                Mapping m = operation.Result.Mappings[shape];
                text.Append(CultureInfo.InvariantCulture,
                    $"    mapping: cores g{m.CoresG} m{m.CoresM} n{m.CoresN} k{m.CoresK} of {machine.Cores}, tile {m.TileM} x {m.TileN} x {m.TileK}, {m.OperandBuffers} operand buffers, {(m.Order == LoopOrder.MOuter ? "m outer" : "n outer")}{(m.HoldActivations ? ", holds activations" : "")}{(m.HoldWeights ? ", holds weights" : "")}\n");
            }
            if (operation.Result.Note.Length > 0) text.Append(CultureInfo.InvariantCulture, $"    {operation.Result.Note}\n");
        }
        return text.ToString();
    }

    private static string Share(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:F1} %");
}
