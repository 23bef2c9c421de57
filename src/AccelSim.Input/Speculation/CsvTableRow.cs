using System.Globalization;
using AccelSim.Input.Workloads;
using CsvHelper;

namespace AccelSim.Input.Speculation;

/// <summary>The row of a <see cref="CsvTable"/> that is being read, with its problems.</summary>
internal sealed class CsvTableRow(CsvReader csv, Dictionary<string, int> places, CsvProblems problems, string path)
{
    private readonly int before = problems.Count;

    /// <summary>Whether nothing of this row has been reported.</summary>
    public bool IsGood => problems.Count == before;

    /// <summary>File and line.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}:{csv.LineNumber}");

    public bool Has(string column) => places.ContainsKey(column);

    public string Text(string column) => places.TryGetValue(column, out int at) && at < csv.FieldCount ? csv.GetString(at).Trim() : "";

    /// <summary>A text that is not empty.</summary>
    public string Needed(string column)
    {
        string text = Text(column);
        if (text.Length == 0) Report(column, "is empty; a name is needed");
        return text;
    }

    /// <summary>A whole number; the least after a report.</summary>
    public long Whole(string column, long least, long most)
    {
        string text = Text(column);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most) return value;
        Report(column, string.Create(CultureInfo.InvariantCulture, $"{Wrong(text)}; a whole number from {least} to {most} is needed"));
        return least;
    }

    /// <summary>A finite number; the least after a report.</summary>
    public double Real(string column, double least, double most)
    {
        string text = Text(column);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most) return value;
        Report(column, string.Create(CultureInfo.InvariantCulture, $"{Wrong(text)}; a number from {least} to {most} is needed"));
        return least;
    }

    public void Report(string column, string message) => problems.Report(csv, places.GetValueOrDefault(column, 0), column, message);

    private static string Wrong(string text) => text.Length == 0 ? "is empty" : $"'{text}' is not allowed";
}
