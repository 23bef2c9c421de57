using System.Collections.Immutable;
using AccelSim.Input.Accumulators;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>The accumulator of a machine: a preset, fields, or a preset with some fields changed.</summary>
internal static class AccumulatorYaml
{
    public const string ZeroExponentMeaning = "Exponent that zero terms hold (e0); unless given, -126 (-14 under rne_fp16) less fraction_bits - 18.";

    /// <summary>Models that a machine may spell out.</summary>
    public static ImmutableArray<string> Models { get; } =
        ["exact", "int32_wrap", "int32_saturate", "fp32_fma", "pairwise_fp32", "t_fdpa", "two_level_fp8", "fp8_mma_chained", "fp8_mma_split"];

    public static EnumType<AccumulatorOutput> Outputs { get; } = new(
        ("rz_fp32", AccumulatorOutput.RzFp32), ("rne_fp32", AccumulatorOutput.RneFp32),
        ("rne_fp16", AccumulatorOutput.RneFp16), ("rz_e8m13", AccumulatorOutput.RzE8M13));

    public static IntType GroupLength { get; } = new(1, 4096);

    public static IntType FractionBits { get; } = new(1, 128);

    public static IntType ZeroExponent { get; } = new(-4096, 4096);

    public static ObjectType<Accumulator> Type { get; } = Declare();

    /// <summary>Reports fraction bits that no sum of tensor cores holds.</summary>
    public static void CheckWidth(FieldValues values, Field at, string model, int group, int fraction)
    {
        if (model is "t_fdpa" or "st_fdpa" or "gst_fdpa" && Accumulator.WidthFault(group, fraction) is { } fault)
            values.Report(at, $"{fault}; fewer of either are needed");
    }

    private static ObjectType<Accumulator> Declare()
    {
        Accumulator standard = Accumulator.Default;
        var block = new ObjectDeclaration<Accumulator>("an accumulator");
        var preset = block.Block("preset", PresetType.Instance, _ => null,
            "An accumulator by name (accelsim list accumulators); the other keys change single numbers of it.");
        var model = block.Optional("model", new EnumType<string>([.. Models.Select(m => (m, m))]), a => a.Model, standard.Model, "How products are summed.");
        var group = block.Optional("group_length", GroupLength, a => a.GroupLength, standard.GroupLength, "t_fdpa: products added exactly before truncation (L).");
        var fraction = block.Optional("fraction_bits", FractionBits, a => a.FractionBits, standard.FractionBits, "t_fdpa: fraction bits kept at alignment (F).");
        var bits = block.Optional("bits", new IntType(8, 1024), a => a.Bits, standard.Bits, "Width of a stored partial sum.");
        var output = block.Optional("output", Lift.Nullable(Outputs), a => a.Output == Accumulator.UsualOutput(a.Bits) ? null : a.Output, null,
            "How a group's sum becomes the accumulator again; unless given, rne_fp16 for 16 bits, rz_e8m13 for 22, else rz_fp32.");
        var zero = block.Optional("zero_exponent", Lift.Nullable(ZeroExponent), a => a.ZeroExponent, null, "t_fdpa: " + ZeroExponentMeaning);
        block.Check([preset, model, group, fraction, bits, output, zero], v => CheckWidth(v, v.Given(fraction) ? fraction : preset, Build(v).Model, Build(v).GroupLength, Build(v).FractionBits));
        return block.Build(Build);

        Accumulator Build(FieldValues v)
        {
            Accumulator named = v.Get(preset)?.Accumulator ?? standard;
            var accumulator = new Accumulator(
                v.Given(model) ? v.Get(model) : named.Model, v.Given(group) ? v.Get(group) : named.GroupLength,
                v.Given(fraction) ? v.Get(fraction) : named.FractionBits, v.Given(bits) ? v.Get(bits) : named.Bits)
            {
                // The exponent of zero follows the fraction bits and the output unless it is a preset's and they are too.
                ZeroExponent = v.Get(zero) ?? (v.Given(fraction) || v.Given(output) || v.Given(bits) ? null : named.ZeroExponent),
            };
            return v.Get(output) is { } rounding ? accumulator with { Output = rounding } : v.Given(bits) ? accumulator : accumulator with { Output = named.Output };
        }
    }
}
