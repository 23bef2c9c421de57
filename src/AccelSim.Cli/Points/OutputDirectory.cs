using AccelSim.Explore.Results;

namespace AccelSim.Cli.Points;

/// <summary>A directory for results: tried before anything is run, and taken away again when nothing came to lie in it.</summary>
internal sealed class OutputDirectory : IDisposable
{
    private readonly List<string> made = [];

    /// <summary>Makes it and tries to write to it.</summary>
    /// <exception cref="BadInputException">A file is in the way.</exception>
    /// <exception cref="WriteFailedException">It cannot be made or written to.</exception>
    public OutputDirectory(string path)
    {
        if (File.Exists(path)) throw new BadInputException($"--out {path}: is a file; a directory is needed");
        Path = path;
        try
        {
            Make(System.IO.Path.GetFullPath(path));
            string probe = System.IO.Path.Combine(path, $".writable.{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new WriteFailedException(path, error);
        }
    }

    public string Path { get; }

    /// <summary>A file in it.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            foreach (string directory in Enumerable.Reverse(made).Where(d => !Directory.EnumerateFileSystemEntries(d).Any())) Directory.Delete(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be taken away stays; the reason why nothing was written has been told.
        }
    }

    private void Make(string full)
    {
        if (Directory.Exists(full)) return;
        if (System.IO.Path.GetDirectoryName(full) is { } parent) Make(parent);
        Directory.CreateDirectory(full);
        made.Add(full);
    }
}
