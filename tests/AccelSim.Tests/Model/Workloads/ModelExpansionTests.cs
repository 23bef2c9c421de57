using System.Collections.Immutable;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class ModelExpansionTests
{
    [Test]
    public void Gemm_macs_of_a_decode_step_are_the_matrix_product_parameters_per_sequence() => Assert.Multiple(() =>
    {
        Assert.That(GemmMacs(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 1, 4096)), Is.EqualTo(7_504_658_432));
        Assert.That(GemmMacs(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 32, 4096)), Is.EqualTo(32 * 7_504_658_432));
        Assert.That(GemmMacs(WorkloadGen.Step(KnownModels.DeepSeek, Phase.Decode, 3, 4096)), Is.EqualTo(3 * new ModelCounts(KnownModels.DeepSeek).ActiveMatrixProducts));
    });

    [Test]
    public void Gemm_macs_follow_from_active_parameters_in_every_family_phase_and_format() =>
        WorkloadGen.Workload.Where(w => w.TensorParallel == 1).Sample(w =>
        {
            long head = w.Model.Hidden * w.Model.Vocabulary;
            long layers = new ModelCounts(w.Model).ActiveMatrixProducts - head;
            long last = w.Phase == Phase.Prefill ? w.Batch : w.NewTokens;
            Assert.That(GemmMacs(w), Is.EqualTo(layers * w.NewTokens + head * last));
        }, iter: 300);

    [Test]
    public void D44_Biases_are_counted_and_cost_nothing_and_all_logits_are_written_back()
    {
        LanguageModel bare = KnownModels.Llama3, biased = bare with { QkvBias = true };
        Assert.That(new ModelCounts(biased).Vectors, Is.GreaterThan(new ModelCounts(bare).Vectors));
        RepeatedOperation[] Step(LanguageModel model) => [.. ModelExpansion.Expand(WorkloadGen.Step(model, Phase.Decode, 8, 1024)).Operations];
        Assert.That(Step(biased).Select(o => $"{o}"), Is.EqualTo(Step(bare).Select(o => $"{o}")));
        var argmax = (VectorOperation)Step(bare).Single(o => o.Operation.Name == "argmax").Operation;
        Assert.That(argmax.OutputBytes(argmax.Rows, argmax.Cols), Is.EqualTo(8L * bare.Vocabulary * 2));
    }

    [Test]
    public void Attention_macs_of_a_causal_prefill_are_the_closed_form() =>
        // 2 batch heads head_dim S (S + 1) FLOPs per layer; 137,472,507,904 for one sequence of 4096.
        Assert.That(2 * AttentionMacs(WorkloadGen.Step(KnownModels.Llama3, Phase.Prefill, 1, 4096)) / 32, Is.EqualTo(137_472_507_904));

    [Test]
    public void Attention_macs_are_the_visible_pairs_times_both_widths() =>
        WorkloadGen.Workload.Where(w => w.TensorParallel == 1).Sample(w =>
        {
            long expected = 0;
            for (int layer = 0; layer < w.Model.Layers; layer++)
            {
                long window = w.Model is { Latent: null } && w.Model.IsSliding(layer) ? w.Model.Window!.Tokens : long.MaxValue;
                long pairs = w.Sequences.Sum(s => s.Count * Enumerable.Range(1, (int)s.QLen).Sum(i => Math.Min(window, s.KvLen - s.QLen + i)));
                long width = w.Model.Latent is not { } latent ? 2 * w.Model.HeadDim
                    : w.Phase == Phase.Prefill ? latent.NopeDim + latent.RopeDim + latent.VDim : 2 * latent.KvRank + latent.RopeDim;
                expected += pairs * w.Model.Heads * width;
            }
            Assert.That(AttentionMacs(w), Is.EqualTo(expected));
        }, iter: 300);

    [Test]
    public void A_forward_pass_has_2_layers_plus_2_collectives_and_one_chip_none() => Assert.Multiple(() =>
    {
        Assert.That(Collectives(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 8, 4096, tensor: 8)), Is.EqualTo(66));
        Assert.That(Collectives(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 8, 4096)), Is.Zero);
        WorkloadGen.Workload.Where(w => w.TensorParallel > 1).Sample(w => Collectives(w) == 2 * w.Model.Layers + 2, iter: 100);
    });

    [Test]
    public void Chips_together_do_the_macs_of_one_chip_when_nothing_is_repeated() =>
        WorkloadGen.Workload.Where(w => w.Model is { Latent: null, Experts: null } && w.Model.KvHeads % w.TensorParallel == 0).Sample(w =>
        {
            ModelWorkload alone = w with { TensorParallel = 1 };
            Assert.That(w.TensorParallel * AttentionMacs(w), Is.EqualTo(AttentionMacs(alone)));
            Assert.That(w.TensorParallel * GemmMacs(w), Is.EqualTo(GemmMacs(alone)));
        }, iter: 200);

    [Test]
    public void Compression_into_repeats_loses_no_layer() =>
        WorkloadGen.Workload.Sample(w =>
        {
            WorkloadStep step = ModelExpansion.Expand(w);
            Assert.That(step.All<AttentionOperation>().Sum(a => a.Repeats), Is.EqualTo(w.Model.Layers));
            Assert.That(step.Operations.Select(o => o.Operation.Name), Is.Unique);
            Assert.That(step.Operations.Where(o => o.Operation.Name.StartsWith("input_norm", StringComparison.Ordinal)).Sum(o => o.Repeats), Is.EqualTo(w.Model.Layers));
        }, iter: 200);

    [Test]
    public void Equal_workloads_expand_to_equal_steps() =>
        WorkloadGen.Workload.Sample(w => Text(ModelExpansion.Expand(w)) == Text(ModelExpansion.Expand(w)), iter: 50);

    [Test]
    public void A_verification_of_one_token_is_a_decode_step() =>
        WorkloadGen.Workload.Where(w => w.Phase == Phase.Decode).Sample(w =>
        {
            ModelWorkload decode = w with { OutputTokens = 1 };
            ModelWorkload verify = decode with { Phase = Phase.Verify };
            Assert.That(Text(ModelExpansion.Expand(verify)), Is.EqualTo(Text(ModelExpansion.Expand(decode))));
        }, iter: 100);

    [Test]
    public void The_form_of_latent_attention_stands_in_the_name() => Assert.Multiple(() =>
    {
        AttentionOperation decode = ModelExpansion.Expand(WorkloadGen.Step(KnownModels.DeepSeek, Phase.Decode, 1, 4096)).All<AttentionOperation>().Single().Operation;
        Assert.That((decode.Name, decode.KvHeads, decode.QkDim, decode.VDim, decode.ValuesInsideKeys), Is.EqualTo(("attention_absorbed", 1, 576, 512, true)));
        AttentionOperation prefill = ModelExpansion.Expand(WorkloadGen.Step(KnownModels.DeepSeek, Phase.Prefill, 1, 512)).All<AttentionOperation>().Single().Operation;
        Assert.That((prefill.Name, prefill.KvHeads, prefill.QkDim, prefill.VDim, prefill.ValuesInsideKeys), Is.EqualTo(("attention_unabsorbed", 128, 192, 128, false)));
    });

    [Test]
    public void Narrow_activations_are_written_by_the_norm_or_by_a_quantisation_before_the_projection_back()
    {
        ModelWorkload bf16 = WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 1, 128);
        WorkloadStep step = ModelExpansion.Expand(bf16 with { Formats = new FormatPlan { Activations = WorkloadGen.Parse("int8") } });
        VectorOperation norm = (VectorOperation)step.Operations.Single(o => o.Operation.Name == "post_norm").Operation;
        Assert.Multiple(() =>
        {
            Assert.That((norm.Inputs, norm.Outputs, norm.Output.Name, norm.SideOutput?.Name), Is.EqualTo((2, 2, "int8", "bf16")));
            Assert.That(step.Operations.Single(o => o.Operation.Name == "o_proj_quantize").Repeats, Is.EqualTo(32));
            Assert.That(ModelExpansion.Expand(bf16).Operations.Select(o => o.Operation.Name), Has.None.EqualTo("o_proj_quantize"));
        });
    }

    [Test]
    public void A_prefill_feeds_the_head_with_the_last_token_of_each_sequence_and_a_verification_with_all() => Assert.Multiple(() =>
    {
        Assert.That(HeadRows(WorkloadGen.Step(KnownModels.Llama3, Phase.Prefill, 3, 100)), Is.EqualTo(3));
        Assert.That(HeadRows(WorkloadGen.Step(KnownModels.Llama3, Phase.Verify, 3, 100, output: 5)), Is.EqualTo(15));
    });

    [Test]
    public void The_operations_of_a_dense_layer_come_in_their_order() =>
        Assert.That(ModelExpansion.Expand(WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 8, 4096, tensor: 8)).Operations.Select(o => o.Operation.Name), Is.EqualTo(new[]
        {
            "embed_tokens", "input_norm[0]", "qkv_proj", "rope", "kv_append", "attention", "o_proj", "attention_all_reduce", "post_norm",
            "gate_up_proj", "activation", "down_proj", "mlp_all_reduce", "input_norm[1-31]", "final_norm", "lm_head", "argmax",
            "argmax_all_gather_values", "argmax_all_gather_indices",
        }));

    [Test]
    public void The_sequence_is_the_same_operations_in_order_of_execution() =>
        WorkloadGen.Workload.Sample(w =>
        {
            WorkloadStep step = ModelExpansion.Expand(w);
            Assert.That(step.Sequence.CountBy(o => o.Operation.Name), Is.EquivalentTo(step.Operations.Select(o => KeyValuePair.Create(o.Operation.Name, (int)o.Repeats))));
            // Every layer begins with its norm and has one attention.
            string[] parts = [.. step.Sequence.Select(o => o.Operation is AttentionOperation ? "a" : o.Operation.Name.StartsWith("input_norm", StringComparison.Ordinal) ? "n" : "")];
            Assert.That(string.Concat(parts), Is.EqualTo(string.Concat(Enumerable.Repeat("na", w.Model.Layers))));
        }, iter: 100);

    [Test]
    public void A_layer_of_other_formats_stands_at_its_place_in_the_sequence()
    {
        ModelWorkload workload = WorkloadGen.Step(KnownModels.Llama3, Phase.Decode, 8, 4096);
        var odd = new FormatPlan { Overrides = [new FormatOverride(new OperationPattern("layers.1.down_proj"), OperandClass.Weights, WorkloadGen.Parse("int8"))] };
        ImmutableArray<RepeatedOperation> sequence = ModelExpansion.Expand(workload with { Formats = odd }).Sequence;
        string[] behind = [.. sequence.Zip(sequence.Skip(1)).Where(p => p.First.Operation.Name == "activation").Select(p => p.Second.Operation.Name)];
        Assert.That(behind, Is.EqualTo(Enumerable.Range(0, 32).Select(layer => layer == 1 ? "down_proj[1]" : "down_proj[0 2-31]")));
    }

    private static long HeadRows(ModelWorkload workload) =>
        ((GemmOperation)ModelExpansion.Expand(workload).Operations.Single(o => o.Operation.Name == "lm_head").Operation).Shapes.Single().M;

    private static long GemmMacs(ModelWorkload workload) => ModelExpansion.Expand(workload).All<GemmOperation>().Sum(g => g.Operation.Macs * g.Repeats);

    private static long AttentionMacs(ModelWorkload workload) => ModelExpansion.Expand(workload).All<AttentionOperation>().Sum(a => a.Operation.Macs * a.Repeats);

    private static long Collectives(ModelWorkload workload) => ModelExpansion.Expand(workload).All<CollectiveOperation>().Sum(c => c.Repeats);

    private static string Text(WorkloadStep step) => string.Join('\n', step.Operations.Select(o => o.Operation switch
    {
        GemmOperation gemm => $"{o.Repeats} {gemm} {string.Join(' ', gemm.Shapes)}",
        AttentionOperation attention => $"{o.Repeats} {attention} {string.Join(' ', attention.Shapes)}",
        var other => $"{o.Repeats} {other}",
    })) + $"\n{step.ResidentBytes} {step.ResidentBreakdown} {step.TokensProduced}";
}
