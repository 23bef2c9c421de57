using System.Globalization;
using System.Text;

namespace AccelSim.Explore.Sweeps;

/// <summary>Where a record of a journal lies: a line <c>#point length checksum</c>, then so many bytes of CSV.</summary>
/// <param name="Point">Number of the point.</param>
/// <param name="Start">Position of its first line.</param>
/// <param name="Length">Bytes, first line included.</param>
internal readonly record struct JournalRecord(long Point, long Start, int Length)
{
    private const int LongestLine = 64;

    /// <summary>The bytes of a record.</summary>
    public static byte[] Bytes(long point, ReadOnlySpan<byte> body) => [.. Head(point, body), .. body];

    /// <summary>Reads the record that begins where the stream stands; false when there is none or it is torn.</summary>
    public static bool TryRead(Stream stream, long start, long end, out JournalRecord record, out byte[] body)
    {
        (record, body) = (default, []);
        byte[]? line = ReadLine(stream, LongestLine, out _);
        if (line is null || line[0] != '#') return false;
        string[] parts = Encoding.ASCII.GetString(line, 1, line.Length - 2).Split(' ');
        if (parts.Length != 3
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long point)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length > end - start - line.Length) return false;
        body = new byte[length];
        stream.ReadExactly(body);
        record = new JournalRecord(point, start, line.Length + length);
        return Head(point, body).AsSpan().SequenceEqual(line);
    }

    /// <summary>A line with its end, or null where the stream or the allowed length ends first; then <paramref name="torn"/> is what was there.</summary>
    public static byte[]? ReadLine(Stream stream, int most, out byte[] torn)
    {
        var line = new List<byte>();
        while (line.Count < most && stream.ReadByte() is >= 0 and int next)
        {
            line.Add((byte)next);
            if (next != '\n') continue;
            torn = [];
            return [.. line];
        }
        torn = [.. line];
        return null;
    }

    private static byte[] Head(long point, ReadOnlySpan<byte> body)
    {
        string start = string.Create(CultureInfo.InvariantCulture, $"#{point} {body.Length} ");
        uint checksum = Checksum(Checksum(2166136261, Encoding.ASCII.GetBytes(start)), body);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{start}{checksum:x8}\n"));
    }

    /// <summary>FNV-1a, 32 bits, over the point as well as its rows: tells a torn or damaged record from a whole one.</summary>
    private static uint Checksum(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes) hash = unchecked((hash ^ b) * 16777619);
        return hash;
    }
}
