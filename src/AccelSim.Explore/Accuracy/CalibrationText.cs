using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Engine.Kernels;

namespace AccelSim.Explore.Accuracy;

/// <summary>The calibration as the YAML file that is shipped: every constant with unit and meaning.</summary>
public static class CalibrationText
{
    /// <summary>Renders it.</summary>
    /// <param name="generations">Constants that a generation shares, and the sets of its families.</param>
    public static string Render(IEnumerable<(ImmutableArray<double> Shared, IReadOnlyList<CalibratedSet> Sets)> generations)
    {
        ArgumentNullException.ThrowIfNull(generations);
        var text = new StringBuilder();
        text.Append("# yaml-language-server: $schema=../schema/silicon.schema.json\naccelsim: 1\nkind: silicon\nname: calibration\n")
            .Append("description: What no vendor publishes about silicon and kernel libraries, found from measured kernels.\n\n")
            .Append("# Written by scripts/silicon/calibrate.sh; do not edit. Every value: calibrated on the calibration half (a hash of the shape) of gemm.csv,\n")
            .Append("# attention.csv and collectives.csv, Apache-2.0, github ai-dynamo/aiconfigurator@095f58a. Mechanisms and bounds: docs/SILICON.md.\n")
            .Append("# Carried to other machines by generation: synchronous (Ampere, Ada) or asynchronous (Hopper, Blackwell) tensor cores.\ngenerations:\n");
        foreach (var (shared, sets) in generations.OrderBy(g => g.Sets[0].Generation))
        {
            var constants = new SharedConstants(shared);
            string machines = string.Join(" and ", sets.SelectMany(s => s.Rows).Select(r => r.Machine.Replace('_', '-')).Distinct().Order(StringComparer.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"  {KernelLibrary.Key(sets[0].Generation)}:\n")
                .Append(CultureInfo.InvariantCulture, $"    {KernelLibrary.SharedKey}: # the silicon of {machines}, all families jointly: {sets.Sum(s => s.Rows.Length)} rows\n");
            Append(text, SharedConstants.Catalogue, shared, _ => true);
            foreach (CalibratedSet set in sets.OrderBy(s => s.Family))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {KernelLibrary.Key(set.Family)}: # {set.Rows.Length} rows; mean |ln(simulated / measured)| {set.Error(constants, set.Values):F3}\n");
                Append(text, KernelLibrary.Families.Single(f => f.Family == set.Family).Constants, set.Values, c => KernelLibrary.Uses(set.Generation, set.Family, c));
            }
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, ImmutableArray<KernelConstant> constants, ImmutableArray<double> values, Func<KernelConstant, bool> uses)
    {
        for (int i = 0; i < constants.Length; i++)
        {
            if (uses(constants[i])) text.Append(CultureInfo.InvariantCulture, $"      {constants[i].Name}: {values[i]:0.########} # {constants[i].Unit}; {constants[i].Meaning}\n");
        }
    }
}
