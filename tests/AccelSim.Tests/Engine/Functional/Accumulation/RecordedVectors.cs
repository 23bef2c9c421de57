using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation.Silicon;
using AccelSim.Tests.Input;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>Vectors that others recorded, where they are at hand: <c>tensor-core</c> under <c>ACCELSIM_DATA</c>, by default <c>../shared/data</c>.</summary>
internal static class RecordedVectors
{
    public static string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("ACCELSIM_DATA") is { Length: > 0 } set ? set : Path.Combine(Installation.Files.Home, "..", "shared", "data"), "tensor-core");

    public static bool Present => File.Exists(Path.Combine(Folder, "index.csv"));

    public static ImmutableArray<VectorFile> Files { get; } = ReadIndex();

    public static ImmutableArray<DotVector> Rows(VectorFile file)
    {
        using FileStream stream = File.OpenRead(Path.Combine(Folder, file.Name));
        return DotVectors.Read(file, stream);
    }

    private static ImmutableArray<VectorFile> ReadIndex()
    {
        if (!Present) return [];
        using var text = new StreamReader(Path.Combine(Folder, "index.csv"));
        return VectorIndex.Read(text);
    }
}
