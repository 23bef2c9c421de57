using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Formats;
using AccelSim.Input.Machines;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Accumulators;

/// <summary>
/// Accumulators under a name (<c>kind: accumulator</c>): tensor-core instructions of silicon and the user's own. Those under
/// configs/accumulators may be named by machines, and <c>verify numerics</c> checks them.
/// </summary>
public static class AccumulatorFile
{
    /// <summary>Models of a preset beyond those that a machine may spell out: scales inside the sum.</summary>
    private static readonly ImmutableArray<string> BlockModels = ["st_fdpa", "gst_fdpa"];

    public static FileKind<PresetSet> Kind { get; } =
        new("accumulator", "configs/accumulators", "Named accumulators, such as the tensor-core instructions of a GPU generation.", Declare);

    /// <summary>The presets of several files together, or a problem where a name stands twice.</summary>
    /// <param name="documents">Parsed files.</param>
    /// <param name="files">The installation, for its formats.</param>
    public static ReadResult<AccumulatorPresets> Together(IEnumerable<YamlDocument> documents, InputFiles files)
    {
        var all = ImmutableArray.CreateBuilder<AccumulatorPreset>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (YamlDocument document in documents)
        {
            ReadResult<PresetSet> read = Kind.Read(document, [], files);
            problems.AddRange(read.Problems);
            foreach (AccumulatorPreset preset in read.Value?.Presets ?? [])
            {
                if (all.Any(p => p.Name == preset.Name))
                    problems.Add(new Problem(Position.Whole(document.Source), "presets", $"'{preset.Name}' stands in another file too; each name may stand once"));
                all.Add(preset);
            }
        }
        return problems.Count > 0 ? ReadResult<AccumulatorPresets>.Bad(problems.ToImmutable()) : ReadResult<AccumulatorPresets>.Good(new(all.ToImmutable()));
    }

    /// <summary>How a preset rounds, in the word of the files.</summary>
    public static string OutputName(AccumulatorPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return AccumulatorYaml.Outputs.Format(preset.Accumulator.Output);
    }

    private static ObjectType<PresetSet> Declare(ObjectDeclaration<PresetSet> file)
    {
        var description = file.Optional("description", new TextType(), f => f.Description, "", "What these presets are, in a sentence.");
        var presets = file.Required("presets", new ListType<AccumulatorPreset>(Preset()), f => f.Presets, "The accumulators.",
            "[{name: mine.fp8, inputs: [fp8_e4m3], group_length: 32, fraction_bits: 20, status: published, source: 'design choice: 20 bits'}]");
        file.Check([presets], v =>
        {
            foreach (string name in v.Get(presets).GroupBy(p => p.Name).Where(g => g.Count() > 1).Select(g => g.Key))
                v.Report(presets, $"'{name}' stands more than once; each name may stand once");
        });
        return file.Build(v => new PresetSet(v.Get(description), v.Get(presets)));
    }

    private static ObjectType<AccumulatorPreset> Preset()
    {
        var block = new ObjectDeclaration<AccumulatorPreset>("a preset");
        var name = block.Required("name", TextType.Name, p => p.Name, "Name in machine files.", "mine.fp8");
        var gpus = block.Optional("gpus", new TextType(), p => p.Gpus, "", "GPUs and compute capabilities it holds for.");
        var inputs = block.Required("inputs", new ListType<ScalarFormat>(ScalarFormatType.Instance), p => p.Inputs, "Element types of the operands; any two may meet.", "[fp8_e4m3]");
        var model = block.Optional("model", new EnumType<string>([.. AccumulatorYaml.Models.Concat(BlockModels).Select(m => (m, m))]), p => p.Accumulator.Model, "t_fdpa",
            "How products are summed.");
        var scales = block.Block("block", Block(), p => p.Block, "st_fdpa and gst_fdpa: scales inside the sum.");
        var group = block.Required("group_length", AccumulatorYaml.GroupLength, p => p.Accumulator.GroupLength, "Products added at once (L); two_level_fp8: terms of one promotion.", "32");
        var fraction = block.Required("fraction_bits", AccumulatorYaml.FractionBits, p => p.Accumulator.FractionBits, "Fraction bits kept at alignment (F).", "20");
        var output = block.Optional("output", AccumulatorYaml.Outputs, p => p.Accumulator.Output, AccumulatorOutput.RzFp32, "How a group's sum becomes the accumulator again.");
        var zero = block.Optional("zero_exponent", Lift.Nullable(AccumulatorYaml.ZeroExponent), p => p.Accumulator.ZeroExponent, null, AccumulatorYaml.ZeroExponentMeaning);
        var status = block.Required("status",
            new EnumType<Evidence>(("verified", Evidence.Verified), ("published", Evidence.Published), ("inferred", Evidence.Inferred)), p => p.Status,
            "verified: reproduces recorded results bit for bit; published: stated somewhere; inferred: worked out and never run.", "published");
        var source = block.Required("source", new TextType("where the numbers stand, or why they were chosen"), p => p.Source, "Paper, recording, or 'design choice: why'.",
            "'design choice: 20 bits'");
        var note = block.Optional("note", new TextType(), p => p.Note, "", "What the evidence does not cover.");
        block.Check([model, group, fraction], v => AccumulatorYaml.CheckWidth(v, fraction, v.Get(model), v.Get(group), v.Get(fraction)));
        block.Check([model, scales], v =>
        {
            if (BlockModels.Contains(v.Get(model)) != v.Get(scales) is not null)
                v.Report(model, $"{v.Get(model)} {(v.Get(scales) is null ? "needs" : "takes no")} block; {string.Join(" and ", BlockModels)} have one");
        });
        block.Check([inputs, model, scales], v => CheckInputs(v, inputs, v.Get(inputs), v.Get(model), v.Get(scales)));
        return block.Build(v => new AccumulatorPreset
        {
            Name = v.Get(name),
            Gpus = v.Get(gpus),
            Inputs = v.Get(inputs),
            Accumulator = new(v.Get(model), v.Get(group), v.Get(fraction), v.Get(output) == AccumulatorOutput.RneFp16 ? 16 : 32)
            {
                Output = v.Get(output),
                ZeroExponent = v.Get(zero),
            },
            Block = v.Get(scales),
            Status = v.Get(status),
            Source = v.Get(source),
            Note = v.Get(note),
        });
    }

    private static ObjectType<PresetBlock> Block()
    {
        var block = new ObjectDeclaration<PresetBlock>("a block");
        var scale = block.Required("scale", ScalarFormatType.Instance, b => b.Scale, "Type of the scales.", "e8m0");
        var size = block.Required("size", new IntType(1, 4096), b => b.Size, "Terms under one scale.", "32");
        return block.Build(v => new PresetBlock(v.Get(scale), v.Get(size)));
    }

    private static void CheckInputs(FieldValues values, Field at, ImmutableArray<ScalarFormat> inputs, string model, PresetBlock? block)
    {
        foreach (ScalarFormat input in inputs)
        {
            bool wantsIntegers = model.StartsWith("int32", StringComparison.Ordinal);
            bool isFloatOnly = model is "t_fdpa" or "two_level_fp8" || block is not null;
            if (input.ScaleOnly || (wantsIntegers && input.Kind != ScalarKind.Integer) || (isFloatOnly && input.Kind != ScalarKind.Float))
                values.Report(at, $"{model} does not add products of {input}; {(wantsIntegers ? "integers are" : isFloatOnly ? "floats are" : "operand types are")} needed");
            else if (model.StartsWith("fp8_mma", StringComparison.Ordinal) && (input.Bits != 8 || !ScalarFormats.Fp16.Contains(input)))
                values.Report(at, $"{model} does not add products of {input}; 8-bit floats that fp16 holds are needed");
        }
        if (block is not null && block.Scale.Kind == ScalarKind.Integer)
            values.Report(at, string.Create(CultureInfo.InvariantCulture, $"{block.Scale} is no scale; a float or e8m0 is needed"));
    }
}
