using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AccelSim.Input.Yaml;
using AccelSim.Model.Numerics;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>A workload (<c>kind: workload</c>): a step of a language model, or a list of GEMMs.</summary>
public static class WorkloadFile
{
    /// <summary>Context where none is given, or the model's longest if that is less.</summary>
    private const long DefaultContext = 4096;

    private static readonly EnumType<Phase> Phases = new(("prefill", Phase.Prefill), ("decode", Phase.Decode), ("verify", Phase.Verify));

    /// <summary>A language model by name or path.</summary>
    internal static readonly ConvertedType<string, LanguageModel> ModelType =
        new(new TextType("the name or path of a model, or the path of a Hugging Face config.json"), ReadModel, m => m.Name);

    public static FileKind<Workload> Kind { get; } =
        new("workload", "workloads", "What a machine runs: a step of a language model in given formats, or a list of GEMMs.", Declare);

    private static ObjectType<Workload> Declare(ObjectDeclaration<Workload> file)
    {
        var whole = new WholeType(1);
        var name = file.Required("name", TextType.Name, w => w.Name, "Name in results.", "my-workload");
        var description = file.Optional("description", new TextType(), _ => "", "", "What this workload is, in a sentence.");
        var model = file.Block("model", ModelType, w => (w as ModelWorkload)?.Model,
            "Language model: a name under workloads/models, or a path.", "llama-3.1-8b");
        var gemms = file.Block("gemms", new TextType("the path of a CSV file"), w => (w as GemmList)?.Source,
            "List of GEMMs, or a SCALE-Sim topology; instead of a model.");
        var phase = file.Optional("phase", Phases, w => (w as ModelWorkload)?.Phase ?? Phase.Decode, Phase.Decode,
            "The step: the whole prompt, one token per sequence, or the verification of a draft.");
        var batch = file.Optional("batch", whole, WorkloadShapes.Batch, 1, "Sequences of equal length.");
        var context = file.Optional("context", Lift.Nullable(whole), WorkloadShapes.Context, null,
            "Tokens per sequence in the cache when attention runs, the step's own included; by default 4096, or the model's longest if that is less.");
        var lengths = file.Optional("lengths", new ListType<long>(whole), WorkloadShapes.Lengths, [],
            "Context of each sequence, for a ragged batch; instead of batch and context.");
        var output = file.Optional("output_tokens", whole, w => (w as ModelWorkload)?.OutputTokens ?? 1, 1,
            "Verify: new tokens per sequence, gamma + 1. Else the tokens to be generated, for which the cache needs room.");
        var parallel = file.Optional("parallel", WorkloadParts.Parallel, w => new ParallelPlan((w as ModelWorkload)?.TensorParallel ?? 1),
            ParallelPlan.None, "How the model is laid over chips.");
        var formats = file.Optional("formats", FormatsYaml.Type, w => w is ModelWorkload model ? model.Formats with { Quantisation = QuantisationOptions.Default } : FormatPlan.Bf16,
            FormatPlan.Bf16, "Number formats by class of operand.");
        var experts = file.Optional("experts", WorkloadParts.Experts, ExpertPlan.Of,
            ExpertPlan.Default, "Which experts tokens use, for a mixture of experts.");
        var quantisation = file.Optional("quantisation", QuantisationYaml.Type, w => w.Quantisation, QuantisationOptions.Default,
            "What the SQ-format publication leaves open; scale_type, act_mask, mask_entry_bits and w_scale also fill in formats, and so bytes.");
        var numerics = file.Optional("numerics", NumericsYaml.Type, w => w.Numerics, NumericsPlan.Default,
            "On what data accuracy is measured where a sweep or --accuracy asks for it.");
        Field[] all = [name, model, gemms, phase, batch, context, lengths, output, parallel, formats, experts, quantisation, numerics];
        file.Check([model, gemms], v =>
        {
            if ((v.Get(model) is null) == (v.Get(gemms) is null))
                v.Report(model, v.Get(model) is null ? "is missing; a model, or gemms, is needed" : "stands beside gemms; one of the two is needed");
        });
        file.Check([batch, context, lengths], v =>
        {
            if (!v.Given(lengths))
                return;
            foreach (Field field in (Field[])[batch, context])
            {
                if (v.Given(field))
                    v.Report(field, "stands beside lengths, which gives every sequence its own context; one of the two is needed");
            }
        });
        return file.Build(v =>
        {
            if (v.Get(model) is not { } shape)
            {
                foreach (Field field in all.Where(f => f != name && f != gemms && f != formats && f != quantisation && f != numerics && v.Given(f)))
                    v.Report(field, "has no meaning for a list of GEMMs; it goes with a model");
                return GemmCsv.Read(v.Get(name), v.Get(gemms) ?? "", v.Get(formats) with { Quantisation = v.Get(quantisation) }, v.Context)
                    with
                { Numerics = v.Get(numerics) };
            }
            long tokens = v.Get(context) ?? Math.Min(DefaultContext, shape.MaxContext);
            var workload = new ModelWorkload
            {
                Name = v.Get(name),
                Model = shape,
                Phase = v.Get(phase),
                Sequences = v.Given(lengths)
                    ? StepShapes.Of(v.Get(phase), v.Get(lengths), v.Get(output))
                    : StepShapes.Of(v.Get(phase), v.Get(batch), tokens, v.Get(output)),
                OutputTokens = v.Get(output),
                Formats = v.Get(formats) with { Quantisation = v.Get(quantisation) },
                Numerics = v.Get(numerics),
                TensorParallel = v.Get(parallel).Tensor,
                ExpertSeed = (ulong)v.Get(experts).Seed,
                ExpertAssignments = v.Get(experts).Assignments,
            };
            DottedReport.All(v, all, workload.Faults());
            return workload;
        });
    }

    private static bool ReadModel(string name, YamlNode node, ReadContext context, [MaybeNullWhen(false)] out LanguageModel model)
    {
        ReadResult<LanguageModel> read = ModelNames.Load(context.Files, name, context.Beside);
        model = read.Value;
        foreach (Problem problem in read.Problems)
        {
            if (problem.Line == 0 && problem.Path.Length == 0)
                context.Log.Add(node.At, $"'{name}': {problem.Message}");
            else
                context.Log.AddRange([problem]);
        }
        return model is not null;
    }
}
