using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>The shape of a language model (<c>kind: model</c>).</summary>
public static class ModelFile
{
    private static readonly EnumType<ActivationFunction> Activations = new(
        ("swiglu", ActivationFunction.SwiGlu), ("geglu", ActivationFunction.GeGlu), ("swiglu_clamped", ActivationFunction.SwiGluClamped),
        ("gelu", ActivationFunction.Gelu), ("relu", ActivationFunction.Relu));

    public static FileKind<LanguageModel> Kind { get; } =
        new("model", "workloads/models", "The shape of a decoder-only language model: layers, widths, heads, experts.", Declare);

    private static ObjectType<LanguageModel> Declare(ObjectDeclaration<LanguageModel> file)
    {
        var width = new WholeType(1, 100_000_000);
        var count = new IntType(1, 100_000);
        var name = file.Required("name", TextType.Name, m => m.Name, "Name in results.", "my-model");
        file.Optional("description", new TextType(), _ => "", "", "What this model is, in a sentence.");
        var layers = file.Required("layers", new IntType(1, 10_000), m => m.Layers, "Decoder layers.", "32");
        var hidden = file.Required("hidden", width, m => m.Hidden, "Width of the residual stream.", "4096");
        var heads = file.Required("heads", count, m => m.Heads, "Query heads.", "32");
        var kvHeads = file.Optional("kv_heads", Lift.Nullable(count), m => m.KvHeads, null, "Key-value heads; by default as many as query heads.");
        var headDim = file.Required("head_dim", count, m => m.HeadDim, "Width of one head; heads x head_dim need not equal hidden.", "128");
        var ffn = file.Required("ffn", width, m => m.Ffn, "Inner width of a dense feed-forward block.", "14336");
        var matrices = file.Optional("ffn_matrices", new IntType(2, 3), m => m.FfnMatrices, 3, "Matrices of a feed-forward block: 3 with a gate, 2 without.");
        var activation = file.Optional("activation", Activations, m => m.Activation, ActivationFunction.SwiGlu, "Activation function of the feed-forward block.");
        var vocabulary = file.Required("vocabulary", width, m => m.Vocabulary, "Rows of the embedding.", "128256");
        var context = file.Required("max_context", new WholeType(1), m => m.MaxContext, "Longest sequence in tokens.", "131072");
        var tied = file.Optional("tied_embeddings", BoolType.Instance, m => m.TiedEmbeddings, false, "Whether the output head is the input embedding.");
        var bias = file.Optional("qkv_bias", BoolType.Instance, m => m.QkvBias, false, "Whether queries, keys and values have a bias.");
        var norm = file.Optional("qk_norm", BoolType.Instance, m => m.QkNorm, false, "Whether queries and keys are normalised per head.");
        var window = file.Block("window", ModelParts.Window, m => m.Window, "Sliding-window attention.");
        var experts = file.Block("experts", ModelParts.Experts, m => m.Experts, "Mixture of experts.");
        var latent = file.Block("latent", ModelParts.Latent, m => m.Latent, "Multi-head latent attention.");
        Field[] all = [name, layers, hidden, heads, kvHeads, headDim, ffn, matrices, activation, vocabulary, context, tied, bias, norm, window, experts, latent];
        return file.Build(v =>
        {
            var model = new LanguageModel
            {
                Name = v.Get(name),
                Layers = v.Get(layers),
                Hidden = v.Get(hidden),
                Heads = v.Get(heads),
                KvHeads = v.Get(kvHeads) ?? v.Get(heads),
                HeadDim = v.Get(headDim),
                Ffn = v.Get(ffn),
                FfnMatrices = v.Get(matrices),
                Activation = v.Get(activation),
                Vocabulary = v.Get(vocabulary),
                MaxContext = v.Get(context),
                TiedEmbeddings = v.Get(tied),
                QkvBias = v.Get(bias),
                QkNorm = v.Get(norm),
                Window = v.Get(window),
                Experts = v.Get(experts),
                Latent = v.Get(latent),
            };
            DottedReport.All(v, all, model.Faults());
            return model;
        });
    }
}
