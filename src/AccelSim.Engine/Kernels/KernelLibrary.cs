using System.Collections.Immutable;
using AccelSim.Model.Measured;

namespace AccelSim.Engine.Kernels;

/// <summary>The kernel libraries of both generations with their calibrated constants, and those of the silicon under them.</summary>
public sealed class KernelLibrary
{
    /// <summary>Key of the constants that all families of a generation share.</summary>
    public const string SharedKey = "shared";

    private readonly Dictionary<(KernelGeneration, KernelFamily), ImmutableArray<double>> sets = [];
    private readonly Dictionary<KernelGeneration, SharedConstants> shared = [];

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

    /// <summary>Whether kernels of a family on a generation do what a constant describes; the others keep its start and are not in the file.</summary>
    public static bool Uses(KernelGeneration generation, KernelFamily family, KernelConstant constant)
    {
        ArgumentNullException.ThrowIfNull(constant);
        return family switch
        {
            KernelFamily.Collective => CollectiveConstants.Uses(generation, constant.Name),
            KernelFamily.Decode16 or KernelFamily.Decode8 or KernelFamily.Prefill16 or KernelFamily.Prefill8 => AttentionConstants.Uses(generation, family, constant.Name),
            _ => MatmulConstants.Uses(generation, family, constant.Name),
        };
    }

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
            bool isShared = set.Family == SharedKey;
            if (generation.Length == 0) problems.Add($"{at}: unknown generation; allowed are synchronous, asynchronous");
            if (family.Length == 0 && !isShared) problems.Add($"{at}: unknown family; allowed are {SharedKey}, {string.Join(", ", Families.Select(f => Key(f.Family)))}");
            if (generation.Length == 0 || (family.Length == 0 && !isShared)) continue;
            if (isShared) library.shared[generation[0]] = new(Values(set, at, SharedConstants.Catalogue, _ => true, problems));
            else library.sets[(generation[0], family[0].Family)] = Values(set, at, family[0].Constants, c => Uses(generation[0], family[0].Family, c), problems);
        }
        foreach (KernelGeneration generation in library.sets.Keys.Select(k => k.Item1).Distinct().Where(g => !library.shared.ContainsKey(g)))
            problems.Add($"generations.{Key(generation)}.{SharedKey}: is missing");
        if (calibration.Families.IsEmpty) problems.Add("generations: is empty");
        return problems.Count == before ? library : null;
    }

    /// <summary>Constants that all families of a generation share; where it was never measured, those of the other.</summary>
    public SharedConstants Shared(KernelGeneration generation) => shared.TryGetValue(generation, out SharedConstants? own) ? own : shared[Other(generation)];

    /// <summary>The same on a chip: the energy of an MMA goes with the process, and is that of the other generation where that was found on the chip's.</summary>
    public SharedConstants Shared(KernelChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        SharedConstants own = Shared(chip.Generation);
        return shared.TryGetValue(Other(chip.Generation), out SharedConstants? other) ? own.WithEnergyOf(other, chip) : own;
    }

    /// <summary>
    /// Constants of a family on a generation. Where it was never measured there: the main loop of the nearest family of the same generation
    /// (fp8 as int8: the same bytes and MMA rate; block-scaled fp8 as the BLAS) with the quantiser that was measured on the other; else the other's constants. NVFP4 as fp8.
    /// </summary>
    public ImmutableArray<double>? Constants(KernelGeneration generation, KernelFamily family)
    {
        if (sets.TryGetValue((generation, family), out ImmutableArray<double> own)) return own;
        if (family == KernelFamily.Block4) return OfNvfp4(generation);
        bool elsewhere = sets.TryGetValue((Other(generation), family), out ImmutableArray<double> other);
        if (Nearest(family) is { } nearest && sets.TryGetValue((generation, nearest), out own))
            return elsewhere && family is KernelFamily.Dense8 or KernelFamily.Block8 ? WithQuantiser(own, other) : own;
        if (elsewhere) return other;
        return Nearest(family) is { } last && sets.TryGetValue((Other(generation), last), out other) ? other : null;
    }

    /// <summary>The main loop of the BLAS's fp8 (half the bytes, twice the rate) behind the fused quantiser of block scales.</summary>
    private ImmutableArray<double>? OfNvfp4(KernelGeneration generation)
    {
        if (Constants(generation, KernelFamily.Dense8) is not { } loop) return null;
        return Constants(generation, KernelFamily.Block8) is { } quantiser ? WithQuantiser(loop, quantiser) : loop;
    }

    private static KernelFamily? Nearest(KernelFamily family) => family switch
    {
        KernelFamily.Dense8 => KernelFamily.Integer8,
        KernelFamily.Block8 => KernelFamily.Dense16,
        KernelFamily.Decode8 => KernelFamily.Decode16,
        KernelFamily.Prefill8 => KernelFamily.Prefill16,
        _ => null,
    };

    private static ImmutableArray<double> WithQuantiser(ImmutableArray<double> loop, ImmutableArray<double> quantiser) =>
        [.. MatmulConstants.Catalogue.Select((c, i) => c.Name is "helper_launch" or "quantise_bytes" ? quantiser[i] : loop[i])];

    private static KernelGeneration Other(KernelGeneration generation) =>
        generation == KernelGeneration.Synchronous ? KernelGeneration.Asynchronous : KernelGeneration.Synchronous;

    private static ImmutableArray<double> Values(CalibratedFamily set, string at, ImmutableArray<KernelConstant> catalogue, Func<KernelConstant, bool> uses, List<string> problems)
    {
        foreach (var (name, _) in set.Constants.Where(c => catalogue.All(k => k.Name != c.Key || !uses(k)))) problems.Add($"{at}.{name}: unknown constant");
        var values = ImmutableArray.CreateBuilder<double>();
        foreach (KernelConstant constant in catalogue)
        {
            double value = constant.Start;
            if (set.Constants.FirstOrDefault(c => c.Key == constant.Name) is { Key: not null } given) value = given.Value;
            else if (uses(constant)) problems.Add($"{at}.{constant.Name}: is missing");
            if (value < constant.Low || value > constant.High) problems.Add(FormattableString.Invariant($"{at}.{constant.Name}: {value} {constant.Unit} is outside {constant.Low} to {constant.High}"));
            values.Add(value);
        }
        return values.ToImmutable();
    }
}
