using AccelSim.Model.Results;
using CsvHelper;

namespace AccelSim.Explore.Results;

/// <summary>
/// The results table as CSV (RFC 4180 quoting): UTF-8 without a byte order mark, LF line ends, invariant culture, so that
/// the same table is the same bytes on every machine.
/// </summary>
public static class ResultCsv
{
    internal static readonly CsvWriterOptions WriterOptions = new() { NewLine = "\n", WriteByteOrderMark = false, HasHeader = false };

    /// <summary>Writes the table to a file, atomically.</summary>
    /// <exception cref="WriteFailedException">The file cannot be written; the old one is still there.</exception>
    public static void WriteFile(string path, ResultTable table) => WriteFile(path, ResultSheet.Of(table));

    /// <inheritdoc cref="WriteFile(string, ResultTable)"/>
    public static void WriteFile(string path, ResultSheet sheet) => AtomicFile.Write(path, stream => Write(stream, sheet));

    /// <summary>Writes the table to a stream, which stays open.</summary>
    public static void Write(Stream stream, ResultTable table) => Write(stream, ResultSheet.Of(table));

    /// <inheritdoc cref="Write(Stream, ResultTable)"/>
    public static void Write(Stream stream, ResultSheet sheet)
    {
        using CsvWriter csv = CsvWriter.Create(stream, WriterOptions, leaveOpen: true);
        WriteRecord(csv, sheet.Columns);
        foreach (IEnumerable<string> cells in sheet.Cells()) WriteRecord(csv, cells);
    }

    /// <summary>Reads a results file; an unreadable one is a problem like any other.</summary>
    public static ResultReading ReadFile(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ResultReading(null, [new ResultProblem(path, 0, 1, "", $"cannot be read: {IoReason.Of(error)}")]);
        }
        return Read(path, bytes);
    }

    /// <summary>Reads a results table from its bytes.</summary>
    /// <param name="name">Name that the problems carry.</param>
    /// <param name="utf8">The file; a byte order mark is skipped, CRLF is accepted.</param>
    public static ResultReading Read(string name, byte[] utf8) => new ResultCsvReader(name).Read(utf8);

    internal static void WriteRecord(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (string cell in cells) csv.WriteField(cell);
        csv.EndRecord();
    }
}
