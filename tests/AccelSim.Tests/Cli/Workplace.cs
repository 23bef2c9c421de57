using AccelSim.Cli;
using AccelSim.Cli.Terminals;

namespace AccelSim.Tests.Cli;

/// <summary>An empty directory in which command lines run inside this process; it is gone afterwards.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>Twelve points of a millisecond each; four of them infeasible, because the machine has no such unit.</summary>
    public const string Tiny = """
        accelsim: 1
        kind: sweep
        name: tiny
        machines: [systolic-32x32]
        gemm: {m: 64, n: 64, k: 64, weights: int8, activations: int8}
        axes:
          - key: gemm.m
            values: [16, 32, 64, 128]
          - key: gemm.weights
            values: [int8, int4, bf16]

        """;

    private readonly string back = Environment.CurrentDirectory;

    public Workplace()
    {
        Directory.CreateDirectory(Root);
    }

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"accelsim-{Guid.NewGuid():N}");

    /// <summary>A path inside; <c>@/x</c> in arguments means the same.</summary>
    public string At(string name) => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>Makes it the working directory until it is disposed of.</summary>
    public Workplace Enter()
    {
        Environment.CurrentDirectory = Root;
        return this;
    }

    public Outcome Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public Outcome Run(CancellationToken stop, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = Terminal.To(output, error, stop);
        int code = CommandLine.Run([.. arguments.Select(a => a.Replace("@", Root, StringComparison.Ordinal))], terminal);
        return new Outcome(code, output.ToString().Replace(Root, "@", StringComparison.Ordinal), error.ToString().Replace(Root, "@", StringComparison.Ordinal));
    }

    /// <summary>Every file under a directory with its bytes as text, sorted; the journal left out where a comparison is of results only.</summary>
    public string[] Files(string directory, bool journal = true) =>
    [
        .. Directory.EnumerateFiles(At(directory), "*", SearchOption.AllDirectories).Where(f => journal || Path.GetFileName(f) != "journal")
            .Order(StringComparer.Ordinal).Select(f => $"{Path.GetRelativePath(At(directory), f)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}"),
    ];

    /// <summary>Names of everything in it.</summary>
    public string[] Entries() => [.. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Select(e => Path.GetRelativePath(Root, e)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Environment.CurrentDirectory = back;
        Directory.Delete(Root, recursive: true);
    }
}
