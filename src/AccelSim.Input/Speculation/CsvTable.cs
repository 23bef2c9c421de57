using System.Collections.Immutable;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using CsvHelper;

namespace AccelSim.Input.Speculation;

/// <summary>Reads a CSV file with a header row by row, and reports every problem with its line, character and column.</summary>
internal static class CsvTable
{
    private const int MaximumProblems = 100;

    /// <param name="path">As the user wrote it.</param>
    /// <param name="needed">Columns that must be there, in any order and beside others.</param>
    /// <param name="read">Makes a row; what it reports makes the file bad.</param>
    public static ReadResult<ImmutableList<T>> Read<T>(string path, string[] needed, Func<CsvTableRow, T> read)
    {
        var log = new ProblemLog();
        if (CsvBytes.Read(path, path, log) is not { } bytes) return Bad<T>(log);
        var problems = new CsvProblems(path, log, MaximumProblems);
        using CsvReader csv = CsvReader.Create(bytes, new CsvReaderOptions { HasHeader = false, Separator = ',', TrackLineNumbers = true });
        if (!csv.Read())
        {
            problems.Report(0, 0, "", $"is empty; the first line must name the columns {string.Join(", ", needed)}");
            return Bad<T>(log);
        }
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < csv.FieldCount; i++) places.TryAdd(csv.GetString(i).Trim(), i);
        foreach (string missing in needed.Where(c => !places.ContainsKey(c)))
            problems.Report(1, 1, missing, $"the column is missing; needed are {string.Join(", ", needed)}");
        if (problems.Count > 0) return Bad<T>(log);
        var rows = ImmutableList.CreateBuilder<T>();
        while (csv.Read()) rows.Add(read(new CsvTableRow(csv, places, problems, path)));
        if (rows.Count == 0) problems.Report(0, 0, "", "has a header and no rows");
        problems.Close();
        return problems.Count == 0 ? ReadResult<ImmutableList<T>>.Good(rows.ToImmutable()) : Bad<T>(log);
    }

    private static ReadResult<ImmutableList<T>> Bad<T>(ProblemLog log) => ReadResult<ImmutableList<T>>.Bad([.. log.Sorted()]);
}
