using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Sweeps;

/// <summary>
/// Append-only file of finished points. A record is a line <c>#point length checksum</c> and the point's rows as CSV; what follows the last
/// whole record (a killed process, a full disk) is cut off on opening. Nothing that was written whole is ever lost.
/// </summary>
public sealed class SweepJournal : IDisposable
{
    private const string Magic = "accelsim-journal 1 ";
    private readonly FileStream file;
    private readonly ImmutableArray<string> axes;
    private readonly Lock gate = new();

    private SweepJournal(FileStream file, ImmutableArray<string> axes, SortedDictionary<long, ImmutableArray<ResultRow>> finished)
    {
        (this.file, this.axes, Finished) = (file, axes, finished);
    }

    /// <summary>Rows of the points that earlier runs finished.</summary>
    public IReadOnlyDictionary<long, ImmutableArray<ResultRow>> Finished { get; }

    /// <summary>Opens or creates a journal.</summary>
    /// <exception cref="WriteFailedException">The file cannot be opened for writing.</exception>
    /// <exception cref="ForeignJournalException">It belongs to another sweep.</exception>
    public static SweepJournal Open(string path, SweepPlan plan, bool fresh)
    {
        try
        {
            var file = new FileStream(path, fresh ? FileMode.Create : FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var finished = new SortedDictionary<long, ImmutableArray<ResultRow>>();
            try
            {
                Recover(file, path, plan, finished);
            }
            catch
            {
                file.Dispose();
                throw;
            }
            return new SweepJournal(file, plan.AxisNames, finished);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WriteFailedException(path, error);
        }
    }

    /// <summary>Appends a finished point; on return it survives the process.</summary>
    public void Append(long point, ImmutableArray<ResultRow> rows)
    {
        byte[] body = Body(rows);
        byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"#{point} {body.Length} {Checksum(body):x8}\n"));
        lock (gate)
        {
            try
            {
                file.Write([.. head, .. body]);
                file.Flush();
            }
            catch (IOException error)
            {
                throw new WriteFailedException(file.Name, error);
            }
        }
    }

    public void Dispose() => file.Dispose();

    private static void Recover(FileStream file, string path, SweepPlan plan, SortedDictionary<long, ImmutableArray<ResultRow>> finished)
    {
        byte[] first = Encoding.ASCII.GetBytes(Magic + plan.Fingerprint + "\n");
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0)
        {
            file.SetLength(0);
            file.Write(first);
            return;
        }
        if (!bytes.AsSpan(0, end + 1).SequenceEqual(first)) throw new ForeignJournalException(path);
        int at = end + 1;
        byte[] header = Header(plan.AxisNames);
        while (TryRecord(bytes, at, out long point, out int start, out int length))
        {
            ResultReading reading = ResultCsv.Read(path, [.. header, .. bytes.AsSpan(start, length)]);
            if (reading.Sheet is null) break;
            finished[point] = reading.Sheet.Rows;
            at = start + length;
        }
        file.SetLength(at);
        file.Seek(0, SeekOrigin.End);
    }

    private static bool TryRecord(byte[] bytes, int at, out long point, out int start, out int length)
    {
        (point, start, length) = (0, 0, 0);
        if (at >= bytes.Length || bytes[at] != '#') return false;
        int newline = Array.IndexOf(bytes, (byte)'\n', at);
        if (newline < 0) return false;
        string[] parts = Encoding.ASCII.GetString(bytes, at + 1, newline - at - 1).Split(' ');
        if (parts.Length != 3
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out point)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length)
            || !uint.TryParse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint checksum)) return false;
        start = newline + 1;
        return length <= bytes.Length - start && Checksum(bytes.AsSpan(start, length)) == checksum;
    }

    private byte[] Body(ImmutableArray<ResultRow> rows)
    {
        using var stream = new MemoryStream();
        ResultCsv.Write(stream, new ResultTable(axes, rows));
        return stream.ToArray()[Header(axes).Length..];
    }

    private static byte[] Header(ImmutableArray<string> axes)
    {
        using var stream = new MemoryStream();
        ResultCsv.Write(stream, new ResultTable(axes, []));
        return stream.ToArray();
    }

    /// <summary>FNV-1a, 32 bits: tells a torn record from a whole one.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte b in bytes) hash = unchecked((hash ^ b) * 16777619);
        return hash;
    }
}
