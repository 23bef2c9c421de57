using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Model.Results;
using CsvHelper;

namespace AccelSim.Explore.Results;

/// <summary>Reads the rows under a header and reports the cells that cannot be.</summary>
internal sealed class ResultCsvRows(ResultCsvHeader header, ResultCsvReader reader)
{
    private readonly ImmutableArray<ResultRow>.Builder rows = ImmutableArray.CreateBuilder<ResultRow>();
    private readonly ImmutableArray<ImmutableArray<string>>.Builder extras = ImmutableArray.CreateBuilder<ImmutableArray<string>>();

    // Machine and workload names and most axis values repeat from row to row; one string each keeps a large table small.
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);

    public ResultSheet ToSheet() => new(
        new ResultTable(header.AxisNames, rows.ToImmutable()),
        [.. header.Extras.Select(i => header.Names[i])],
        header.Extras.IsEmpty ? [] : extras.ToImmutable());

    public void Add(CsvReader csv)
    {
        if (csv.FieldCount != header.Names.Length)
        {
            reader.Report(csv.LineNumber, 1, "", $"{csv.FieldCount} cells; the header names {header.Names.Length} columns");
            return;
        }
        int axis = ResultCsvHeader.FirstAxis;
        rows.Add(new ResultRow(
            Count(csv, 0), Shared(csv, 1), Shared(csv, 2), Shared(csv, 3), Count(csv, 4), Status(csv), Shared(csv, 6),
            [.. Enumerable.Range(axis, header.AxisNames.Length).Select(i => Shared(csv, i))], Measured(csv)));
        if (!header.Extras.IsEmpty) extras.Add([.. header.Extras.Select(csv.GetString)]);
    }

    private string Shared(CsvReader csv, int field)
    {
        string cell = csv.GetString(field);
        if (seen.TryGetValue(cell, out string? first)) return first;
        seen.Add(cell, cell);
        return cell;
    }

    private long Count(CsvReader csv, int field)
    {
        string cell = csv.GetString(field);
        if (long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out long count)) return count;
        reader.Report(csv, field, header.Names[field], $"'{Short(cell)}' is not a whole number from 0");
        return 0;
    }

    private PointStatus Status(CsvReader csv)
    {
        string cell = csv.GetString(5);
        foreach (PointStatus status in Enum.GetValues<PointStatus>())
            if (ResultTable.StatusText(status) == cell) return status;
        reader.Report(csv, 5, "status", $"'{Short(cell)}' is not one of ok, infeasible, failed");
        return PointStatus.Failed;
    }

    private MetricValues Measured(CsvReader csv)
    {
        var values = new MetricValues();
        foreach ((Metric metric, int field) in header.Metrics)
        {
            if (csv.IsEmpty(field)) continue;
            values.Parse(metric, csv.GetString(field));
            if (metric == Metrics.Bound) continue;
            if (!double.IsFinite(values.Number(metric)))
                reader.Report(csv, field, metric.Name, $"'{Short(values[metric])}' is not a finite number; unknown is an empty cell");
            else if (metric.IsCount && !long.TryParse(values[metric], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                reader.Report(csv, field, metric.Name, $"'{Short(values[metric])}' is not a whole number; it is a count");
        }
        return values;
    }

    private static string Short(string cell) => cell.Length <= 40 ? cell : cell[..37] + "...";
}
