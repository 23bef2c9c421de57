using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>What the keys of a config.json mean, family by family.</summary>
internal static class HuggingFaceModel
{
    public static LanguageModel? Read(JsonKeys root, string name)
    {
        string? type = root.Text("model_type");
        if (type is null || !HuggingFaceConfig.ModelTypes.Contains(type))
        {
            string allowed = $"known are {string.Join(", ", HuggingFaceConfig.ModelTypes)}";
            root.Report("model_type", type is null ? $"is missing; {allowed}"
                : $"'{type}' is not known; {allowed}{Suggestion.For(type, HuggingFaceConfig.ModelTypes)}; other models can be described in a model file");
            return null;
        }
        JsonKeys keys = root.Below("text_config") ?? root;
        LanguageModel model = Common(keys, name, type);
        model = model with { Window = HuggingFaceWindow.Read(keys, type, model.Layers), Experts = Experts(keys, type), Latent = Latent(keys, type) };
        if (model.Latent is { } latent)
            model = model with { HeadDim = latent.QkDim };
        foreach ((string key, string message) in model.Faults())
            keys.Report(key, message);
        return model;
    }

    private static LanguageModel Common(JsonKeys keys, string name, string type)
    {
        bool isGemma = type.StartsWith("gemma", StringComparison.Ordinal);
        int heads = keys.Int("num_attention_heads");
        int hidden = keys.Int("hidden_size");
        return new LanguageModel
        {
            Name = name,
            Layers = keys.Int("num_hidden_layers"),
            Hidden = hidden,
            Heads = heads,
            KvHeads = keys.Int("num_key_value_heads", heads),
            HeadDim = keys.Int("head_dim", Math.Max(1, hidden / heads)),
            Ffn = keys.Int("intermediate_size"),
            Activation = Activation(keys, type),
            Vocabulary = keys.Int("vocab_size"),
            MaxContext = keys.Int("max_position_embeddings"),
            TiedEmbeddings = keys.Bool("tie_word_embeddings", isGemma),
            QkvBias = keys.Bool("attention_bias", type is "qwen2" or "gpt_oss"),
            QkNorm = type.StartsWith("qwen3", StringComparison.Ordinal) || type.StartsWith("gemma3", StringComparison.Ordinal),
        };
    }

    private static ActivationFunction Activation(JsonKeys keys, string type)
    {
        string key = keys.Has("hidden_activation") ? "hidden_activation" : "hidden_act";
        string? word = keys.Text(key);
        switch (word)
        {
            case "silu" when type == "gpt_oss":
                return ActivationFunction.SwiGluClamped;
            case "silu":
                return ActivationFunction.SwiGlu;
            case "gelu_pytorch_tanh" or "gelu" or "gelu_new":
                return ActivationFunction.GeGlu;
            default:
                keys.Report(key, $"is {(word is null ? "missing" : $"'{word}'")}; silu, gelu or gelu_pytorch_tanh is needed");
                return ActivationFunction.SwiGlu;
        }
    }

    private static MixtureOfExperts? Experts(JsonKeys keys, string type)
    {
        switch (type)
        {
            case "mixtral" or "gpt_oss":
                return new(keys.Int("num_local_experts"), keys.Int("num_experts_per_tok"), keys.Int("intermediate_size"));
            case "qwen3_moe":
                if (keys.Length("mlp_only_layers") > 0)
                    keys.Report("mlp_only_layers", "is not empty; only experts in every layer are covered");
                if (keys.Int("decoder_sparse_step", 1) != 1)
                    keys.Report("decoder_sparse_step", "is not 1; only experts in every layer are covered");
                return new(keys.Int("num_experts"), keys.Int("num_experts_per_tok"), keys.Int("moe_intermediate_size"));
            case "deepseek_v2" or "deepseek_v3" when keys.Has("n_routed_experts"):
                return new(keys.Int("n_routed_experts"), keys.Int("num_experts_per_tok"), keys.Int("moe_intermediate_size"),
                    keys.Int("n_shared_experts", 0, 0), keys.Int("first_k_dense_replace", 0, 0));
            default:
                return null;
        }
    }

    private static LatentAttention? Latent(JsonKeys keys, string type) => type is not ("deepseek_v2" or "deepseek_v3") ? null
        : new(keys.Int("q_lora_rank", 0), keys.Int("kv_lora_rank"), keys.Int("qk_nope_head_dim"), keys.Int("qk_rope_head_dim"), keys.Int("v_head_dim"));
}
