using System.Text;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Input.Workloads;

/// <summary>Configurations as the models' publishers write them, cut to the keys that matter, against the shipped model files.</summary>
public sealed class HuggingFaceConfigTests
{
    private static readonly (string Name, string Json)[] Published =
    [
        ("llama-3.1-8b", """{"model_type":"llama","hidden_act":"silu","hidden_size":4096,"intermediate_size":14336,"max_position_embeddings":131072,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"tie_word_embeddings":false,"attention_bias":false,"vocab_size":128256,"rope_scaling":{"factor":8.0}}"""),
        ("llama-2-7b", """{"model_type":"llama","hidden_act":"silu","hidden_size":4096,"intermediate_size":11008,"max_position_embeddings":4096,"num_attention_heads":32,"num_hidden_layers":32,"vocab_size":32000}"""),
        ("mistral-7b-v0.1", """{"model_type":"mistral","hidden_act":"silu","hidden_size":4096,"intermediate_size":14336,"max_position_embeddings":32768,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"sliding_window":4096,"tie_word_embeddings":false,"vocab_size":32000}"""),
        ("mixtral-8x7b", """{"model_type":"mixtral","hidden_act":"silu","hidden_size":4096,"intermediate_size":14336,"max_position_embeddings":32768,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"num_experts_per_tok":2,"num_local_experts":8,"sliding_window":null,"tie_word_embeddings":false,"vocab_size":32000}"""),
        ("qwen2.5-7b", """{"model_type":"qwen2","hidden_act":"silu","hidden_size":3584,"intermediate_size":18944,"max_position_embeddings":131072,"max_window_layers":28,"num_attention_heads":28,"num_hidden_layers":28,"num_key_value_heads":4,"sliding_window":131072,"use_sliding_window":false,"tie_word_embeddings":false,"vocab_size":152064}"""),
        ("qwen3-8b", """{"model_type":"qwen3","attention_bias":false,"head_dim":128,"hidden_act":"silu","hidden_size":4096,"intermediate_size":12288,"max_position_embeddings":40960,"max_window_layers":36,"num_attention_heads":32,"num_hidden_layers":36,"num_key_value_heads":8,"sliding_window":null,"use_sliding_window":false,"tie_word_embeddings":false,"vocab_size":151936}"""),
        ("qwen3-30b-a3b", """{"model_type":"qwen3_moe","attention_bias":false,"decoder_sparse_step":1,"head_dim":128,"hidden_act":"silu","hidden_size":2048,"intermediate_size":6144,"max_position_embeddings":40960,"mlp_only_layers":[],"moe_intermediate_size":768,"num_attention_heads":32,"num_experts":128,"num_experts_per_tok":8,"num_hidden_layers":48,"num_key_value_heads":4,"sliding_window":null,"use_sliding_window":false,"tie_word_embeddings":false,"vocab_size":151936}"""),
        ("gemma-2-9b", """{"model_type":"gemma2","head_dim":256,"hidden_act":"gelu_pytorch_tanh","hidden_activation":"gelu_pytorch_tanh","hidden_size":3584,"intermediate_size":14336,"max_position_embeddings":8192,"num_attention_heads":16,"num_hidden_layers":42,"num_key_value_heads":8,"sliding_window":4096,"vocab_size":256000}"""),
        ("deepseek-v3", """{"model_type":"deepseek_v3","first_k_dense_replace":3,"hidden_act":"silu","hidden_size":7168,"intermediate_size":18432,"kv_lora_rank":512,"max_position_embeddings":163840,"moe_intermediate_size":2048,"n_routed_experts":256,"n_shared_experts":1,"num_attention_heads":128,"num_experts_per_tok":8,"num_hidden_layers":61,"num_key_value_heads":128,"q_lora_rank":1536,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"tie_word_embeddings":false,"v_head_dim":128,"vocab_size":129280}"""),
        ("gpt-oss-20b", """{"model_type":"gpt_oss","attention_bias":true,"head_dim":64,"hidden_act":"silu","hidden_size":2880,"intermediate_size":2880,"layer_types":["sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention"],"max_position_embeddings":131072,"num_attention_heads":64,"num_experts_per_tok":4,"num_hidden_layers":24,"num_key_value_heads":8,"num_local_experts":32,"sliding_window":128,"tie_word_embeddings":false,"vocab_size":201088}"""),
    ];

    private const string Llama = """{"model_type":"llama","hidden_act":"silu","hidden_size":64,"intermediate_size":128,"max_position_embeddings":512,"num_attention_heads":4,"num_hidden_layers":2,"vocab_size":100}""";

    private static IEnumerable<string> Names => Published.Select(p => p.Name);

    [TestCaseSource(nameof(Names))]
    public void A_published_configuration_gives_the_shipped_model(string name)
    {
        ReadResult<LanguageModel> read = Read(Published.Single(p => p.Name == name).Json, name);
        Assert.That(Installation.Messages(read), Is.Empty);
        Assert.That(read.Value, Is.EqualTo(ModelFile.Kind.Load(name, [], Installation.Files).Value));
    }

    [Test]
    public void Gemma_3_keeps_its_shape_below_text_config()
    {
        ReadResult<LanguageModel> read = Read("""{"model_type":"gemma3","text_config":{"model_type":"gemma3_text","head_dim":256,"hidden_activation":"gelu_pytorch_tanh","hidden_size":2560,"intermediate_size":10240,"max_position_embeddings":131072,"num_attention_heads":8,"num_hidden_layers":34,"num_key_value_heads":4,"sliding_window":1024,"vocab_size":262144}}""", "gemma-3-4b");
        Assert.That(Installation.Messages(read), Is.Empty);
        Assert.That(read.Value, Is.EqualTo(ModelFile.Kind.Load("gemma-3-4b", [], Installation.Files).Value));
    }

    [Test]
    public void Every_missing_key_is_named_with_file_and_path() =>
        Assert.That(Installation.Messages(Read("""{"model_type":"gemma3","text_config":{"hidden_activation":"gelu","num_hidden_layers":2,"hidden_size":64,"num_attention_heads":4,"sliding_window":16}}""", "x")), Is.EquivalentTo(new[]
        {
            "config.json: text_config.intermediate_size: is missing; a whole number from 1 is needed",
            "config.json: text_config.vocab_size: is missing; a whole number from 1 is needed",
            "config.json: text_config.max_position_embeddings: is missing; a whole number from 1 is needed",
        }));

    [TestCase("\"num_hidden_layers\":2", "\"num_hidden_layers\":\"two\"", "num_hidden_layers: is \"two\"; a whole number from 1 is needed")]
    [TestCase("\"num_hidden_layers\":2", "\"num_hidden_layers\":-2", "num_hidden_layers: is -2; a whole number from 1 is needed")]
    [TestCase("\"num_hidden_layers\":2", "\"num_hidden_layers\":2.5", "num_hidden_layers: is 2.5; a whole number from 1 is needed")]
    [TestCase("\"hidden_act\":\"silu\"", "\"hidden_act\":\"swish\"", "hidden_act: is 'swish'; silu, gelu or gelu_pytorch_tanh is needed")]
    [TestCase("\"model_type\":\"llama\"", "\"model_type\":\"lama\"", "model_type: 'lama' is not known; known are llama")]
    [TestCase("\"model_type\":\"llama\"", "\"model\":\"llama\"", "model_type: is missing; known are llama")]
    [TestCase("\"vocab_size\":100", "\"vocab_size\":100,\"num_key_value_heads\":3", "3 key-value heads do not divide the 4 heads")]
    public void A_key_that_will_not_do_is_named(string old, string changed, string message) =>
        Assert.That(Installation.Messages(Read(Llama.Replace(old, changed, StringComparison.Ordinal), "x")), Has.Some.Contains("config.json: " + message).Or.Some.Contains(message));

    [TestCase("{\n  \"model_type\": llama }", "config.json:2:17: is not valid JSON here")]
    [TestCase("[]", "config.json: holds no JSON object")]
    [TestCase("", "config.json:1:1: is not valid JSON here")]
    public void Text_that_is_no_configuration_is_refused(string json, string message) =>
        Assert.That(Installation.Messages(Read(json, "x")), Has.One.Contains(message));

    [Test]
    public void A_damaged_configuration_gives_a_model_or_problems() =>
        Gen.Select(Gen.OneOf([.. Published.Select(p => p.Json)]), Gen.Int[0, 3000], Gen.Int[0, 20], Gen.String[Gen.Char["{}[]\",:0123456789.-ntfe"], 0, 5]).Sample((json, at, cut, put) =>
        {
            int start = at % json.Length;
            string damaged = json.Remove(start, Math.Min(cut, json.Length - start)).Insert(start, put);
            ReadResult<LanguageModel> read = Read(damaged, "x");
            return read.Ok ? !read.Value.Faults().Any() : !read.Problems.IsEmpty;
        }, iter: 3000);

    [Test]
    public void A_configuration_on_disk_is_a_workload_named_after_its_folder()
    {
        string folder = Directory.CreateTempSubdirectory("accelsim-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "My Model"));
            string path = Path.Combine(folder, "My Model", "config.json");
            File.WriteAllText(path, Llama);
            var workload = (ModelWorkload)WorkloadReading.Good(path, "context=100", "batch=3");
            Assert.That((workload.Name, workload.Model.Name, workload.Model.Layers, workload.Batch), Is.EqualTo(("My-Model", "My-Model", 2, 3L)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ReadResult<LanguageModel> Read(string json, string name) => HuggingFaceConfig.Read(Encoding.UTF8.GetBytes(json), "config.json", name);
}
