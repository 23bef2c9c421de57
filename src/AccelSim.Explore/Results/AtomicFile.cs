using System.Globalization;

namespace AccelSim.Explore.Results;

/// <summary>
/// Writes a file so that a full disk, a crash or kill -9 leaves the old file or the new one, never half: the content goes
/// to a temporary file in the same directory, is flushed to the disk, and takes the name by rename(2), which is atomic.
/// </summary>
public static class AtomicFile
{
    private static int serial;

    /// <summary>Writes bytes.</summary>
    /// <exception cref="WriteFailedException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <exception cref="WriteFailedException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void Write(string path, string content) => Write(path, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Writes what <paramref name="content"/> writes.</summary>
    /// <exception cref="WriteFailedException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        try
        {
            string target = Target(path);
            if (IsDevice(target)) WriteThrough(target, FileMode.Open, content);
            else Replace(target, content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WriteFailedException(path, error);
        }
    }

    // A device such as /dev/stdout keeps its place in the file system: it is written, not replaced.
    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    // A symbolic link stays one: the file that it points at is replaced, or the device written. Of a bare name the runtime would look for the target in /.
    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (IsDevice(full)) return full; // /dev/stdout is a link to what may have no name
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }

    private static void Replace(string path, Action<Stream> content)
    {
        string partial = Partial(path);
        try
        {
            WriteThrough(partial, FileMode.CreateNew, content);
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private static string Partial(string path)
    {
        string full = Path.GetFullPath(path);
        // Process and serial number keep two writers of one file, or two threads, out of each other's way.
        string name = string.Create(CultureInfo.InvariantCulture,
            $".{Path.GetFileName(full)}.{Environment.ProcessId}-{Interlocked.Increment(ref serial)}.partial");
        return Path.Combine(Path.GetDirectoryName(full) ?? "/", name);
    }

    private static void WriteThrough(string path, FileMode mode, Action<Stream> content)
    {
        using var stream = new FileStream(path, mode, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        content(stream);
        // Without this a power cut after the rename could leave a named but empty file.
        stream.Flush(flushToDisk: !IsDevice(path));
    }
}
