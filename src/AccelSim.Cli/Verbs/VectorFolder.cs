using System.Collections.Immutable;
using AccelSim.Cli.Points;
using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Engine.Functional.Accumulation.Silicon;
using AccelSim.Engine.Functional.Verification;

namespace AccelSim.Cli.Verbs;

/// <summary>A folder of recorded vectors: <c>index.csv</c> and the files that it names.</summary>
internal sealed record VectorFolder(string Path, ImmutableArray<(VectorFile Entry, ImmutableArray<DotVector> Rows)> Files, ImmutableArray<string> Skipped)
{
    private const string Index = "index.csv";

    /// <summary>Where recorded data lies unless told otherwise: <c>ACCELSIM_DATA</c>, else <c>../shared/data</c> beside the installation.</summary>
    public static string Default(Session session) => System.IO.Path.Combine(RecordedData.Folder(session.Files), "tensor-core");

    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, Index));

    /// <summary>Reads all of it; files that the index names but the folder lacks are skipped by name.</summary>
    /// <exception cref="BadInputException">The index or a file is not what it should be.</exception>
    public static VectorFolder Read(string path)
    {
        string index = System.IO.Path.Combine(path, Index);
        if (!File.Exists(index))
            throw new BadInputException($"{index}: there is no such file; a folder of vectors holds an index.csv and the files it names");
        var files = ImmutableArray.CreateBuilder<(VectorFile, ImmutableArray<DotVector>)>();
        var skipped = ImmutableArray.CreateBuilder<string>();
        var problems = new List<string>();
        foreach (VectorFile file in Try(index, () => ReadIndex(index)))
        {
            string name = System.IO.Path.Combine(path, file.Name);
            if (!File.Exists(name))
            {
                skipped.Add(name);
                continue;
            }
            try
            {
                files.Add((file, Try(name, () => ReadRows(file, name))));
            }
            catch (BadInputException bad)
            {
                problems.AddRange(bad.Problems);
            }
        }
        if (problems.Count > 0) throw new BadInputException([.. problems]);
        return new(path, files.ToImmutable(), skipped.ToImmutable());
    }

    public IEnumerable<NumericCheck> Checks() => Files.Length == 0
        ? []
        : Files.Select(f => RecordedChecks.Reproduced(f.Entry, f.Rows)).Append(RecordedChecks.Mutants(Files));

    private static ImmutableArray<VectorFile> ReadIndex(string path)
    {
        using var text = new StreamReader(path);
        return VectorIndex.Read(text);
    }

    private static ImmutableArray<DotVector> ReadRows(VectorFile file, string path)
    {
        using FileStream stream = File.OpenRead(path);
        return DotVectors.Read(file, stream);
    }

    private static T Try<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}:{(char.IsAsciiDigit(e.Message[0]) ? "" : " ")}{e.Message}");
        }
    }
}
