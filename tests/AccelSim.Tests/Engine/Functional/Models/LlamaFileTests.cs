using AccelSim.Engine.Functional.Models;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Models;

public sealed class LlamaFileTests
{
    [Test]
    public void A_file_of_any_other_length_is_refused() =>
        Gen.Int[0, 4000].Sample(length =>
        {
            byte[] bytes = SmallModel.Bytes(1);
            byte[] other = new byte[length];
            bytes.AsSpan(0, Math.Min(length, bytes.Length)).CopyTo(other);
            Assert.That(length == bytes.Length || Refuses(other) is not null);
        });

    [Test]
    public void Foreign_bytes_are_refused() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.That(Refuses(bytes), Is.Not.Null));

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void Weights_that_are_not_finite_are_refused_by_name(float bad)
    {
        byte[] bytes = SmallModel.Bytes(1);
        BitConverter.TryWriteBytes(bytes.AsSpan(28 + 4 * (11 * 16 + 2 * 16 + 256 + 3)), bad);
        Assert.That(Refuses(bytes), Does.Contain("wq of layer 1").And.Contain("element 3"));
    }

    [Test]
    public void A_huge_header_does_not_ask_for_memory()
    {
        byte[] bytes = SmallModel.Bytes(1);
        for (int i = 0; i < 7; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(i * 4), 1 << 20);
        Assert.That(Refuses(bytes), Does.Contain("even size"));
        BitConverter.TryWriteBytes(bytes.AsSpan(3 * 4), 1 << 10);
        BitConverter.TryWriteBytes(bytes.AsSpan(4 * 4), 1 << 10);
        Assert.That(Refuses(bytes), Does.Contain("truncated, or of another format"));
    }

    [Test]
    public void An_output_matrix_of_its_own_is_read_after_the_tables()
    {
        LlamaWeights own = LlamaFile.Read(SmallModel.Bytes(2, isShared: false));
        Assert.That(own.Classifier, Is.Not.SameAs(own.Embedding));
        LlamaWeights shared = LlamaFile.Read(SmallModel.Bytes(2));
        Assert.That(shared.Classifier, Is.SameAs(shared.Embedding));
        Assert.That(own.Layers[1].Up, Is.EqualTo(shared.Layers[1].Up));
    }

    [Test]
    public void Token_files_are_read_and_faults_named_by_line()
    {
        const string Header = "sequence,position,token_id,nll_nats\n";
        IReadOnlyList<TokenSequence> read = TokenSequence.Read(new StringReader(Header + "a,0,1,\na,1,5,0.5\nb,0,1,\n"));
        Assert.That(read.Select(s => s.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(read[0].Tokens, Is.EqualTo(new[] { 1, 5 }));
        Assert.That(read[0].ReferenceNll[1], Is.EqualTo(0.5));
        foreach (string bad in (string[])["a,1,5,\n", "a,0,1,\na,2,3,\n", "a,0,x,\n", "a,0,1\n", "a,0,1,\nb,1,1,\n"])
            Assert.That(() => TokenSequence.Read(new StringReader(Header + bad)), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("line "));
        Assert.That(() => TokenSequence.Read(new StringReader("what\n")), Throws.InstanceOf<InvalidDataException>());
    }

    private static string? Refuses(byte[] bytes)
    {
        try
        {
            LlamaFile.Read(bytes);
            return null;
        }
        catch (InvalidDataException refused)
        {
            return refused.Message;
        }
    }
}
