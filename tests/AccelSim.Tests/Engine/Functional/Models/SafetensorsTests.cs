using System.Text;
using AccelSim.Engine.Functional.Models;
using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Models;

public sealed class SafetensorsTests
{
    [Test]
    public void A_model_written_by_name_comes_back_and_runs_alike() =>
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 10].Array[1, 10]).Sample((seed, tokens) =>
        {
            LlamaWeights weights = SmallModel.Weights(seed);
            LlamaWeights back = LlamaTensors.ToWeights(SafetensorsFile.Read(Write(Named(weights))), weights.Shape.Heads, weights.Shape.MaxTokens);
            Assert.That(back.Shape, Is.EqualTo(weights.Shape));
            Assert.That(new LlamaSession(LlamaNetwork.Single(back)).Forward(tokens), Is.EqualTo(new LlamaSession(LlamaNetwork.Single(weights)).Forward(tokens)));
        }, iter: 10);

    [Test]
    public void Narrow_types_are_widened_exactly()
    {
        byte[] file = Write(new() { ["a"] = ("F16", [2], [0x00, 0x3C, 0x01, 0x00]), ["b"] = ("BF16", [1, 1], [0x80, 0xBF]) });
        IReadOnlyDictionary<string, StoredTensor> read = SafetensorsFile.Read(file);
        Assert.That(read["a"].Values, Is.EqualTo(new[] { 1, MathF.ScaleB(1, -24) }));
        Assert.That(read["b"].Values, Is.EqualTo(new[] { -1f }));
    }

    [Test]
    public void Damaged_files_are_refused_and_never_crash() =>
        Gen.Select(Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 200]).Sample((at, value, length) =>
        {
            byte[] file = Write(new() { ["a"] = ("F32", [2], new byte[8]), ["b"] = ("F16", [3], new byte[6]) });
            byte[] cut = file[..Math.Min(length, file.Length)];
            if (cut.Length < file.Length)
                Assert.That(() => SafetensorsFile.Read(cut), Throws.InstanceOf<InvalidDataException>());
            file[at % file.Length] = value;
            try
            {
                SafetensorsFile.Read(file);
            }
            catch (InvalidDataException refused)
            {
                Assert.That(refused.Message, Is.Not.Empty);
            }
        }, iter: 2000);

    [Test]
    public void Faults_are_named()
    {
        Assert.That(() => SafetensorsFile.Read(Write(new() { ["a"] = ("I64", [1], new byte[8]) })), Throws.Exception.With.Message.Contains("I64"));
        Assert.That(() => SafetensorsFile.Read(Write(new() { ["a"] = ("F32", [3], new byte[8]) })), Throws.Exception.With.Message.Contains("shape [3]"));
        Assert.That(() => SafetensorsFile.Read(Write(new() { ["a"] = ("F32", [1], [0, 0, 0xC0, 0x7F]) })), Throws.Exception.With.Message.Contains("a: element 0"));
        Assert.That(() => SafetensorsFile.Read((byte[])[.. Write(new() { ["a"] = ("F32", [1], new byte[4]) }), 0]), Throws.Exception.With.Message.Contains("end at byte 4"));
        Dictionary<string, (string, int[], byte[])> named = Named(SmallModel.Weights(1));
        named.Remove("model.norm.weight");
        Assert.That(() => LlamaTensors.ToWeights(SafetensorsFile.Read(Write(named)), 4, 40),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("model.norm.weight"));
        Assert.That(() => LlamaTensors.ToWeights(SafetensorsFile.Read(Write(named)), 3, 40), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void The_trained_model_by_name_predicts_the_same()
    {
        LlamaWeights weights = TinyLlama.Weights;
        LlamaWeights back = LlamaTensors.ToWeights(SafetensorsFile.Read(Write(Named(weights))), 8, 512);
        int[] tokens = [.. TinyLlama.Sequences[1].Tokens.Take(40)];
        Assert.That(new LlamaSession(LlamaNetwork.Single(back)).Forward(tokens), Is.EqualTo(new LlamaSession(LlamaNetwork.Single(weights)).Forward(tokens)));
    }

    private static Dictionary<string, (string Type, int[] Shape, byte[] Data)> Named(LlamaWeights w)
    {
        LlamaShape s = w.Shape;
        var named = new Dictionary<string, (string, int[], byte[])>();
        Put("model.embed_tokens.weight", w.Embedding, s.Vocabulary, s.Dim);
        Put("model.norm.weight", w.FinalNorm, s.Dim);
        for (int i = 0; i < s.Layers; i++)
        {
            LlamaLayer layer = w.Layers[i];
            string at = $"model.layers.{i}.";
            Put(at + "input_layernorm.weight", layer.AttentionNorm, s.Dim);
            Put(at + "post_attention_layernorm.weight", layer.FeedForwardNorm, s.Dim);
            Put(at + "self_attn.q_proj.weight", Halves(layer.Query, s), s.Dim, s.Dim);
            Put(at + "self_attn.k_proj.weight", Halves(layer.Key, s), s.KvDim, s.Dim);
            Put(at + "self_attn.v_proj.weight", layer.Value, s.KvDim, s.Dim);
            Put(at + "self_attn.o_proj.weight", layer.Output, s.Dim, s.Dim);
            Put(at + "mlp.gate_proj.weight", layer.Gate, s.HiddenDim, s.Dim);
            Put(at + "mlp.up_proj.weight", layer.Up, s.HiddenDim, s.Dim);
            Put(at + "mlp.down_proj.weight", layer.Down, s.Dim, s.HiddenDim);
        }
        return named;

        void Put(string name, float[] values, params int[] shape) =>
            named[name] = ("F32", shape, [.. values.SelectMany(BitConverter.GetBytes)]);
    }

    /// <summary>Rows 2i and 2i+1 of a head move to i and i + head_dim/2.</summary>
    private static float[] Halves(float[] pairs, LlamaShape s)
    {
        var rows = pairs.Chunk(s.Dim).Chunk(s.HeadDim);
        return [.. rows.SelectMany(head => head.Where((_, i) => i % 2 == 0).Concat(head.Where((_, i) => i % 2 == 1))).SelectMany(row => row)];
    }

    private static byte[] Write(Dictionary<string, (string Type, int[] Shape, byte[] Data)> tensors)
    {
        int at = 0;
        var entries = new List<string> { "\"__metadata__\":{\"format\":\"pt\"}" };
        foreach ((string name, (string type, int[] shape, byte[] data)) in tensors)
        {
            entries.Add($"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{at},{at + data.Length}]}}");
            at += data.Length;
        }
        byte[] header = Encoding.UTF8.GetBytes("{" + string.Join(",", entries) + "}");
        return [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. tensors.Values.SelectMany(t => t.Data)];
    }
}
