using System.Collections.Immutable;
using AccelSim.Model.Results;
using CsvHelper;

namespace AccelSim.Explore.Results;

/// <summary>Where each column of a results file lies: leading columns, swept keys up to <c>cycles</c>, metrics, unknown ones.</summary>
/// <param name="Names">Every header in file order.</param>
/// <param name="AxisNames">Headers between <c>reason</c> and <c>cycles</c>.</param>
/// <param name="Metrics">Known metrics and their field index.</param>
/// <param name="Extras">Field indices of the unknown columns.</param>
internal sealed record ResultCsvHeader(
    ImmutableArray<string> Names, ImmutableArray<string> AxisNames, ImmutableArray<(Metric Metric, int Field)> Metrics, ImmutableArray<int> Extras)
{
    private static readonly int Leading = ResultTable.LeadingColumns.Length;

    /// <summary>Field index of the first swept key.</summary>
    public static int FirstAxis => Leading;

    /// <summary>Reads the header, or reports why the file is no results table and gives null.</summary>
    public static ResultCsvHeader? Read(ImmutableArray<string> names, CsvReader csv, ResultCsvReader reader)
    {
        string first = AccelSim.Model.Results.Metrics.Cycles.Name;
        bool sound = true;
        for (int i = 0; i < Leading; i++)
        {
            string expected = ResultTable.LeadingColumns[i];
            if (i < names.Length && names[i] == expected) continue;
            reader.Report(csv, i, expected, $"column {i + 1} is {(i < names.Length ? $"'{names[i]}'" : "missing")}; a results table begins with "
                + string.Join(",", ResultTable.LeadingColumns));
            sound = false;
            break;
        }
        int cycles = names.IndexOf(first);
        if (cycles < 0) reader.Report(csv, 0, first, $"there is no such column; it follows the swept keys and begins the metrics");
        sound &= cycles >= 0;
        return sound && Distinct(names, csv, reader) ? Place(names, cycles) : null;
    }

    private static bool Distinct(ImmutableArray<string> names, CsvReader csv, ResultCsvReader reader)
    {
        // A sweep over machines may repeat "machine" among its keys, so the leading columns are left aside.
        string[] repeated = [.. names.Skip(Leading).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];
        foreach (string name in repeated) reader.Report(csv, names.LastIndexOf(name), name, "the column is there more than once; each may appear once");
        return repeated.Length == 0;
    }

    private static ResultCsvHeader Place(ImmutableArray<string> names, int cycles)
    {
        var metrics = ImmutableArray.CreateBuilder<(Metric, int)>();
        var extras = ImmutableArray.CreateBuilder<int>();
        for (int i = cycles; i < names.Length; i++)
        {
            if (AccelSim.Model.Results.Metrics.Find(names[i]) is { } metric) metrics.Add((metric, i));
            else extras.Add(i);
        }
        return new ResultCsvHeader(names, names[Leading..cycles], metrics.ToImmutable(), extras.ToImmutable());
    }
}
