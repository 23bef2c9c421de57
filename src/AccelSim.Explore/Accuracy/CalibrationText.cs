using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Engine.Kernels;

namespace AccelSim.Explore.Accuracy;

/// <summary>The calibration as the YAML file that is shipped: every constant with unit and meaning.</summary>
public static class CalibrationText
{
    /// <summary>Renders it.</summary>
    /// <param name="sets">Generation, family, values in catalogue order, rows that calibrated them and the mean error left.</param>
    public static string Render(IEnumerable<(KernelGeneration Generation, KernelFamily Family, ImmutableArray<double> Values, int Rows, string Machines, double Error)> sets)
    {
        var text = new StringBuilder();
        text.Append("# yaml-language-server: $schema=../schema/silicon.schema.json\naccelsim: 1\nkind: silicon\nname: calibration\n")
            .Append("description: What no vendor publishes about kernel libraries, found from measured kernels.\n\n")
            .Append("# Written by scripts/silicon/calibrate.sh; do not edit. Every value: calibrated on the calibration half (a hash of the shape) of gemm.csv,\n")
            .Append("# attention.csv and collectives.csv, Apache-2.0, github ai-dynamo/aiconfigurator@095f58a. Mechanisms: docs/SILICON.md.\n")
            .Append("# Carried to other machines by generation: synchronous (Ampere, Ada) or asynchronous (Hopper, Blackwell) tensor cores.\ngenerations:\n");
        foreach (var generation in sets.GroupBy(s => s.Generation).OrderBy(g => g.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {KernelLibrary.Key(generation.Key)}:\n");
            foreach (var set in generation)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {KernelLibrary.Key(set.Family)}: # {set.Rows} rows of {set.Machines}; mean |ln(simulated / measured)| {set.Error:F3}\n");
                ImmutableArray<KernelConstant> constants = KernelLibrary.Families.Single(f => f.Family == set.Family).Constants;
                for (int i = 0; i < constants.Length; i++)
                    text.Append(CultureInfo.InvariantCulture, $"      {constants[i].Name}: {set.Values[i]:0.########} # {constants[i].Unit}; {constants[i].Meaning}\n");
            }
        }
        return text.ToString();
    }
}
