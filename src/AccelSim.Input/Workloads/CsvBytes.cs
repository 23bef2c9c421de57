using System.Text.Unicode;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Workloads;

/// <summary>The bytes of a CSV file, or one problem that says why there are none to read.</summary>
internal static class CsvBytes
{
    private const long MaxBytes = 256L << 20;

    /// <param name="path">Where it lies.</param>
    /// <param name="asWritten">As the user wrote it.</param>
    /// <param name="log">Takes the problem.</param>
    /// <returns>UTF-8 in which every quote is closed, or null.</returns>
    public static byte[]? Read(string path, string asWritten, ProblemLog log)
    {
        string? wrong;
        try
        {
            var file = new FileInfo(path);
            wrong = Directory.Exists(path) ? "is a directory; a CSV file is needed"
                : !file.Exists ? "no such file"
                : file.Length > MaxBytes ? $"is larger than {MaxBytes >> 20} MiB" : null;
            if (wrong is null)
            {
                byte[] utf8 = File.ReadAllBytes(path);
                if (!Utf8.IsValid(utf8)) wrong = "is not UTF-8 text";
                else if (OpenQuote(utf8) is { } place)
                {
                    log.AddAbsolute(new Position(asWritten, place.Line, place.Column), "", "the quote that begins here is never closed; \" inside quotes is written \"\"");
                    return null;
                }
                else return utf8;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            wrong = $"cannot be read: {error.Message}";
        }
        log.AddAbsolute(Position.Whole(asWritten), "", wrong);
        return null;
    }

    /// <summary>Where a quoted cell begins that swallows the rest of the file.</summary>
    private static (int Line, int Column)? OpenQuote(ReadOnlySpan<byte> utf8)
    {
        (int Line, int Column) begin = (1, 1);
        int line = 1, start = 0, closed = -2;
        bool isOpen = false;
        byte before = (byte)',';
        for (int i = 0; i < utf8.Length; i++)
        {
            byte c = utf8[i];
            if (c == '"' && isOpen) (isOpen, closed) = (false, i);
            else if (c == '"' && (before is (byte)',' or (byte)'\n' or (byte)'\r')) (isOpen, begin) = (true, (line, i - start + 1));
            else if (c == '"' && closed == i - 1) isOpen = true; // two quotes inside a cell are one of its characters
            if (c == '\n') (line, start) = (line + 1, i + 1);
            before = c;
        }
        return isOpen ? begin : null;
    }
}
