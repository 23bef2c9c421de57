using System.Collections.Immutable;
using System.Text.Unicode;
using CsvHelper;

namespace AccelSim.Explore.Results;

/// <summary>Reads one results file, collecting every problem on the way.</summary>
internal sealed class ResultCsvReader(string file)
{
    /// <summary>A file of another kind has a problem on every line; nobody reads more than this.</summary>
    private const int MaximumProblems = 100;

    private readonly ImmutableArray<ResultProblem>.Builder problems = ImmutableArray.CreateBuilder<ResultProblem>();
    private long leftOut;
    private ResultSheet? sheet;

    public ResultReading Read(byte[] utf8)
    {
        if (!Utf8.IsValid(utf8)) Report(0, 1, "", "is not UTF-8 text; results are UTF-8 CSV");
        else ReadText(utf8);
        if (leftOut > 0) problems.Add(new ResultProblem(file, 0, 1, "", $"and {leftOut} more problems"));
        return new ResultReading(problems.Count == 0 ? sheet : null, problems.ToImmutable());
    }

    /// <summary>A problem of one cell of the record that is being read.</summary>
    internal void Report(CsvReader csv, int field, string column, string message) =>
        Report(csv.LineNumber, 1 + Enumerable.Range(0, Math.Min(field, csv.FieldCount)).Sum(i => csv.GetRawSpan(i).Length + 1), column, message);

    internal void Report(long line, int character, string column, string message)
    {
        if (problems.Count < MaximumProblems) problems.Add(new ResultProblem(file, line, character, column, message));
        else leftOut = checked(leftOut + 1);
    }

    private void ReadText(byte[] utf8)
    {
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = ',',
            TrackLineNumbers = true,
            OnMalformedRecord = bad => Report(bad.LineNumber, 1, "", Explain(bad.Reason)),
        };
        using CsvReader csv = CsvReader.Create(utf8, options);
        if (!csv.Read())
        {
            Report(0, 1, "", "is empty; the first line must name the columns, point first");
            return;
        }
        ResultCsvHeader? header = ResultCsvHeader.Read(Fields(csv), csv, this);
        if (header is null) return;
        var rows = new ResultCsvRows(header, this);
        while (csv.Read()) rows.Add(csv);
        sheet = rows.ToSheet();
    }

    private static ImmutableArray<string> Fields(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static string Explain(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote => "a quoted cell is never closed; a cell ends with \" before the comma or line end",
        CsvMalformedReason.TextAfterClosingQuote => "text after a closing quote; a quote inside a cell is written twice",
        CsvMalformedReason.StrayQuote => "a quote inside an unquoted cell; such a cell is quoted and the quote written twice",
        _ => $"malformed CSV ({reason})",
    };
}
