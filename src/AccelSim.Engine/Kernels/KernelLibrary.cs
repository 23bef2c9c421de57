using System.Collections.Immutable;
using AccelSim.Model.Measured;

namespace AccelSim.Engine.Kernels;

/// <summary>The kernel libraries of both generations with their calibrated constants.</summary>
public sealed class KernelLibrary
{
    private readonly Dictionary<(KernelGeneration, KernelFamily), ImmutableArray<double>> sets = [];

    private KernelLibrary()
    {
    }

    /// <summary>Families that have constants, with the constants.</summary>
    public static ImmutableArray<(KernelFamily Family, ImmutableArray<KernelConstant> Constants)> Families { get; } =
    [
        (KernelFamily.Dense16, MatmulConstants.Catalogue), (KernelFamily.Dense8, MatmulConstants.Catalogue), (KernelFamily.Block8, MatmulConstants.Catalogue),
        (KernelFamily.Integer8, MatmulConstants.Catalogue), (KernelFamily.WeightOnly8, MatmulConstants.Catalogue), (KernelFamily.WeightOnly4, MatmulConstants.Catalogue),
        (KernelFamily.Decode16, AttentionConstants.Catalogue), (KernelFamily.Decode8, AttentionConstants.Catalogue),
        (KernelFamily.Prefill16, AttentionConstants.Catalogue), (KernelFamily.Prefill8, AttentionConstants.Catalogue),
        (KernelFamily.Collective, CollectiveConstants.Catalogue),
    ];

    /// <summary>Key of a family or generation in configs/silicon.</summary>
    public static string Key(Enum value) => value.ToString().ToLowerInvariant();

    /// <summary>Reads a calibration; messages name what is unknown, missing or out of bounds.</summary>
    public static KernelLibrary? Of(SiliconCalibration calibration, List<string> problems)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(problems);
        var library = new KernelLibrary();
        int before = problems.Count;
        foreach (CalibratedFamily set in calibration.Families)
        {
            string at = $"generations.{set.Generation}.{set.Family}";
            KernelGeneration[] generation = [.. Enum.GetValues<KernelGeneration>().Where(g => Key(g) == set.Generation)];
            var family = Families.Where(f => Key(f.Family) == set.Family).ToArray();
            if (generation.Length == 0) problems.Add($"{at}: unknown generation; allowed are synchronous, asynchronous");
            if (family.Length == 0) problems.Add($"{at}: unknown family; allowed are {string.Join(", ", Families.Select(f => Key(f.Family)))}");
            if (generation.Length == 0 || family.Length == 0) continue;
            foreach (var (name, _) in set.Constants.Where(c => family[0].Constants.All(k => k.Name != c.Key))) problems.Add($"{at}.{name}: unknown constant");
            var values = ImmutableArray.CreateBuilder<double>();
            foreach (KernelConstant constant in family[0].Constants)
            {
                double value = constant.Start;
                if (set.Constants.FirstOrDefault(c => c.Key == constant.Name) is { Key: not null } given) value = given.Value;
                else problems.Add($"{at}.{constant.Name}: is missing");
                if (value < constant.Low || value > constant.High) problems.Add(FormattableString.Invariant($"{at}.{constant.Name}: {value} {constant.Unit} is outside {constant.Low} to {constant.High}"));
                values.Add(value);
            }
            library.sets[(generation[0], family[0].Family)] = values.ToImmutable();
        }
        return problems.Count == before ? library : null;
    }

    /// <summary>Constants of a family on a generation; where it was never measured there, those of the other generation.</summary>
    public ImmutableArray<double>? Constants(KernelGeneration generation, KernelFamily family) =>
        sets.TryGetValue((generation, family), out ImmutableArray<double> own) ? own
        : sets.TryGetValue((generation == KernelGeneration.Synchronous ? KernelGeneration.Asynchronous : KernelGeneration.Synchronous, family), out own) ? own : null;
}
