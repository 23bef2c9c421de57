using AccelSim.Engine.Functional.Models;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Models;

/// <summary>The small trained model where it is at hand: <c>tinyllama</c> under <c>ACCELSIM_DATA</c>, by default <c>../shared/data</c>; else the test is skipped.</summary>
internal static class TinyLlama
{
    private static readonly Lazy<LlamaWeights> Loaded = new(() => LlamaFile.Read(File.ReadAllBytes(Need("stories260K.bin"))));
    private static readonly Lazy<IReadOnlyList<TokenSequence>> Read = new(() =>
    {
        using StreamReader text = File.OpenText(Need("tokens.csv"));
        return TokenSequence.Read(text);
    });

    public static LlamaWeights Weights
    {
        get
        {
            Need("stories260K.bin");
            return Loaded.Value;
        }
    }

    public static IReadOnlyList<TokenSequence> Sequences
    {
        get
        {
            Need("tokens.csv");
            return Read.Value;
        }
    }

    public static LlamaTokenizer Tokenizer => LlamaTokenizer.Read(File.ReadAllBytes(Need("tok512.bin")), 512);

    public static byte[] ModelBytes => File.ReadAllBytes(Need("stories260K.bin"));

    /// <summary>Inputs of every layer over two sequences that no test scores.</summary>
    public static IReadOnlyList<LlamaCalibration> Calibration =>
        LlamaCalibration.Collect(Weights, Sequences.Where(s => s.Name is "sample6" or "sample7").Select(s => s.Tokens));

    private static string Need(string name)
    {
        string path = Path.Combine(Folder(), "tinyllama", name);
        if (!File.Exists(path))
            Assert.Ignore($"tinyllama: no {name} at {path}; set ACCELSIM_DATA to the folder that holds tinyllama");
        return path;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("ACCELSIM_DATA") is { Length: > 0 } given)
            return given;
        string root = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(root, "AccelSim.sln")) && Path.GetDirectoryName(root) is { } parent)
            root = parent;
        return Path.GetFullPath(Path.Combine(root, "..", "shared", "data"));
    }
}
