using AccelSim.Input.Yaml;
using CsvHelper;

namespace AccelSim.Input.Workloads;

/// <summary>Reports problems of a CSV file at line, character and name of the column, up to a limit.</summary>
internal sealed class CsvProblems(string file, ProblemLog log, int most)
{
    private int left;

    public int Count { get; private set; }

    /// <summary>A problem of one cell of the record that is being read.</summary>
    public void Report(CsvReader csv, int index, string column, string message)
    {
        int character = 1;
        for (int i = 0; i < index && i < csv.FieldCount; i++)
            character += csv.GetRawSpan(i).Length + 1;
        Report(csv.LineNumber, character, column, message);
    }

    public void Report(long line, int character, string column, string message)
    {
        Count++;
        if (Count <= most)
            log.AddAbsolute(line == 0 ? Position.Whole(file) : new Position(file, (int)line, character), column, message);
        else
            left++;
    }

    /// <summary>A record with more cells than the header, such as one with a decimal comma; empty ones at its end are left alone.</summary>
    public void ReportExtra(CsvReader csv, int columns)
    {
        for (int i = columns; i < csv.FieldCount; i++)
        {
            if (csv.GetString(i).AsSpan().Trim().IsEmpty) continue;
            Report(csv, i, "", $"'{csv.GetString(i).Trim()}' is beyond the {columns} columns of the header; a cell with a comma needs quotes, a fraction needs a point");
            return;
        }
    }

    /// <summary>Says how many problems were left out.</summary>
    public void Close()
    {
        if (left > 0)
            log.AddAbsolute(Position.Whole(file), "", $"and {left} more problems");
    }
}
