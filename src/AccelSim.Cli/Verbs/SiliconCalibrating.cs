using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Engine.Kernels;
using AccelSim.Explore.Accuracy;
using AccelSim.Explore.Results;
using AccelSim.Input;
using AccelSim.Model.Measured;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim verify silicon --calibrate</c>: finds every constant on the calibration half.</summary>
internal static class SiliconCalibrating
{
    public static int Run(Session session, SiliconInputs inputs, ImmutableArray<MeasuredKernel> rows, string target)
    {
        MeasuredKernel[] half = [.. rows.Where(r => r.Shape.Calibrates && r.Kind != MeasuredKind.Vector)];
        if (half.Length == 0) throw new BadInputException("--calibrate: there are no rows of the calibration half");
        Dictionary<string, KernelChip> chips = half.Select(r => r.Machine).Distinct().ToDictionary(m => m, m => KernelChip.Of(inputs.Machine(m)), StringComparer.Ordinal);
        List<(ImmutableArray<double> Shared, IReadOnlyList<CalibratedSet> Sets)> found = [];
        foreach (var generation in half.GroupBy(r => chips[r.Machine].Generation).OrderBy(g => g.Key))
        {
            CalibratedSet[] sets =
            [
                .. generation.GroupBy(r => KernelModel.FamilyOf(r.Dtype)).OrderBy(g => g.Key)
                    .Select(g => new CalibratedSet(generation.Key, g.Key, chips, g)).Where(s => !s.Rows.IsEmpty),
            ];
            if (sets.Length == 0) continue;
            ImmutableArray<double> shared = SharedConstants.FoundOn(chips[generation.First().Machine], Calibrator.Run(sets, session.Terminal.Stop));
            found.Add((shared, sets));
            foreach (CalibratedSet set in sets)
            {
                session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{KernelLibrary.Key(set.Generation)}.{KernelLibrary.Key(set.Family)}: {set.Rows.Length} rows, mean |ln error| {set.Error(new(shared), set.Values):F4}"));
            }
        }
        AtomicFile.Write(target, CalibrationText.Render(found));
        return ExitCode.Done;
    }
}
