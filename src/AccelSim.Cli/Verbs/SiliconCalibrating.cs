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
    private const int Rounds = 40;

    public static int Run(Session session, SiliconInputs inputs, ImmutableArray<MeasuredKernel> rows, string target)
    {
        MeasuredKernel[] half = [.. rows.Where(r => r.Shape.Calibrates)];
        if (half.Length == 0) throw new BadInputException("--calibrate: there are no rows of the calibration half");
        Dictionary<string, KernelChip> chips = half.Select(r => r.Machine).Distinct().ToDictionary(m => m, m => KernelChip.Of(inputs.Machine(m)), StringComparer.Ordinal);
        var sets = half.GroupBy(r => (chips[r.Machine].Generation, Family: KernelModel.FamilyOf(r.Dtype))).OrderBy(g => g.Key).ToArray();
        var found = new (KernelGeneration, KernelFamily, ImmutableArray<double>, int, string, double)[sets.Length];
        Parallel.For(0, sets.Length, new ParallelOptions { CancellationToken = session.Terminal.Stop }, i =>
        {
            ImmutableArray<KernelConstant> constants = KernelLibrary.Families.Single(f => f.Family == sets[i].Key.Family).Constants;
            MeasuredKernel[] these = [.. sets[i].Where(r => KernelModel.Run(chips[r.Machine], r, [.. constants.Select(c => c.Start)]) is not null)];
            (ImmutableArray<double> values, double error) = Calibrator.Run(chips, constants, [.. constants.Select(c => c.Start)], these, Rounds);
            found[i] = (sets[i].Key.Generation, sets[i].Key.Family, values, these.Length,
                string.Join(" and ", these.Select(r => InputFiles.Canonical(r.Machine)).Distinct().Order(StringComparer.Ordinal)), error);
        });
        AtomicFile.Write(target, CalibrationText.Render(found));
        foreach ((KernelGeneration generation, KernelFamily family, _, int count, _, double error) in found)
            session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{KernelLibrary.Key(generation)}.{KernelLibrary.Key(family)}: {count} rows, mean |ln error| {error:F4}"));
        return ExitCode.Done;
    }
}
