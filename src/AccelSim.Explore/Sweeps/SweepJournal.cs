using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Sweeps;

/// <summary>
/// Append-only file of finished points. Its first line names the sweep; a record is a line <c>#point length checksum</c> and the point's
/// rows as CSV. What follows the last whole record (a killed process, a full disk) is cut off on opening; nothing that was written whole
/// is ever lost.
/// </summary>
public sealed class SweepJournal : IDisposable
{
    private const string Magic = "accelsim-journal 1 ";
    private const int LongestFirstLine = 1024;
    private readonly FileStream file;
    private readonly ImmutableArray<string> axes;
    private readonly List<JournalRecord> records;
    private readonly Lock gate = new();

    private SweepJournal(FileStream file, ImmutableArray<string> axes, List<JournalRecord> records, SortedDictionary<long, ImmutableArray<ResultRow>> finished)
    {
        (this.file, this.axes, this.records, Finished) = (file, axes, records, finished);
    }

    /// <summary>Rows of the points that earlier runs finished.</summary>
    public IReadOnlyDictionary<long, ImmutableArray<ResultRow>> Finished { get; }

    /// <summary>Opens or creates a journal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plan">The sweep.</param>
    /// <param name="points">How many points of it are to be run.</param>
    /// <param name="fresh">Whether to forget what it holds.</param>
    /// <exception cref="WriteFailedException">The file cannot be opened for writing.</exception>
    /// <exception cref="ForeignJournalException">It belongs to another sweep.</exception>
    /// <exception cref="JournalInUseException">Another process has it.</exception>
    public static SweepJournal Open(string path, SweepPlan plan, long points, bool fresh)
    {
        ArgumentNullException.ThrowIfNull(plan);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            if (!JournalLock.TryTake(file)) throw new JournalInUseException(path);
            if (fresh) file.SetLength(0);
            var records = new List<JournalRecord>();
            var finished = new SortedDictionary<long, ImmutableArray<ResultRow>>();
            Recover(file, path, plan, points, records, finished);
            return new SweepJournal(file, plan.AxisNames, records, finished);
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (error is IOException or UnauthorizedAccessException) throw new WriteFailedException(path, error);
            throw;
        }
    }

    /// <summary>How far a journal is, without touching it; null when it is none.</summary>
    public static JournalState? Inspect(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        string first = Encoding.ASCII.GetString(JournalRecord.ReadLine(file, LongestFirstLine, out _) ?? []);
        if (!first.StartsWith(Magic, StringComparison.Ordinal)
            || !long.TryParse(first.TrimEnd('\n').Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long points)) return null;
        long at = first.Length, count = 0;
        for (; JournalRecord.TryRead(file, at, file.Length, out JournalRecord record, out _); count++) at += record.Length;
        return new JournalState(count, points, IsHeld(path));
    }

    /// <summary>Appends a finished point; on return it survives the process.</summary>
    /// <exception cref="WriteFailedException">The disk is full; the journal is as it was.</exception>
    public void Append(long point, ImmutableArray<ResultRow> rows)
    {
        byte[] record = JournalRecord.Bytes(point, Body(rows));
        lock (gate)
        {
            long end = file.Position;
            try
            {
                file.Write(record);
                records.Add(new JournalRecord(point, end, record.Length));
            }
            catch (IOException error)
            {
                file.SetLength(end);
                throw new WriteFailedException(file.Name, error);
            }
        }
    }

    /// <summary>Puts the records into the order of the points, so that the file too is the same whatever the jobs and interruptions.</summary>
    public void Finish()
    {
        lock (gate)
        {
            JournalRecord[] ordered = [.. records.OrderBy(r => r.Point)];
            if (ordered.SequenceEqual(records)) return;
            AtomicFile.Write(file.Name, stream =>
            {
                Copy(0, (int)records[0].Start, stream);
                foreach (JournalRecord record in ordered) Copy(record.Start, record.Length, stream);
            });
        }
    }

    public void Dispose() => file.Dispose();

    private static void Recover(
        FileStream file, string path, SweepPlan plan, long points, List<JournalRecord> records, SortedDictionary<long, ImmutableArray<ResultRow>> finished)
    {
        byte[] first = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Magic}{plan.Fingerprint} {points}\n"));
        var stream = new BufferedStream(file, 1 << 16);
        byte[]? line = JournalRecord.ReadLine(stream, LongestFirstLine, out byte[] torn);
        if (line is null && !first.AsSpan().StartsWith(torn) || line is not null && !line.AsSpan().SequenceEqual(first)) throw new ForeignJournalException(path);
        if (line is null)
        {
            file.SetLength(0);
            file.Write(first);
            return;
        }
        long at = first.Length;
        byte[] header = Header(plan.AxisNames);
        while (JournalRecord.TryRead(stream, at, file.Length, out JournalRecord record, out byte[] body))
        {
            if (ResultCsv.Read(path, [.. header, .. body]).Sheet is not { } sheet) break;
            if (finished.TryAdd(record.Point, sheet.Rows)) records.Add(record);
            at += record.Length;
        }
        file.SetLength(at);
        file.Seek(at, SeekOrigin.Begin);
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return !JournalLock.TryTake(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Copy(long start, int length, Stream to)
    {
        byte[] bytes = new byte[length];
        file.Seek(start, SeekOrigin.Begin);
        file.ReadExactly(bytes);
        to.Write(bytes);
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
}
