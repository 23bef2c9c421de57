using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using CsvHelper;

namespace AccelSim.Input.Workloads;

/// <summary>
/// GEMM lists in three forms, told apart by their header: <c>name,m,n,k,count,weights,activations,output</c> (m, n and k are needed,
/// <c>layer</c> may stand for <c>name</c>), SCALE-Sim's <c>Layer,M,N,K</c>, and SCALE-Sim's convolutions, which become GEMMs by im2col.
/// Columns may stand in any order, and headers may end in a comma.
/// </summary>
public static class GemmCsv
{
    /// <summary>A file of another kind has a problem on every line; nobody reads more than this.</summary>
    private const int MaximumProblems = 100;

    /// <summary>Reads a list; formats that a row does not give are those of the plan.</summary>
    /// <param name="name">Name of the workload.</param>
    /// <param name="path">As written in the workload.</param>
    /// <param name="formats">Formats of rows without their own.</param>
    /// <param name="context">Takes the problems.</param>
    public static GemmList Read(string name, string path, FormatPlan formats, ReadContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(formats);
        ImmutableArray<RepeatedOperation> gemms = [];
        if (CsvBytes.Read(ModelNames.Near(path, context.Beside), path, context.Log) is { } utf8)
            gemms = Rows(utf8, path, formats, context);
        return new GemmList { Name = name, Source = path, Gemms = gemms, Formats = formats };
    }

    private static ImmutableArray<RepeatedOperation> Rows(byte[] utf8, string path, FormatPlan formats, ReadContext context)
    {
        var options = new CsvReaderOptions { HasHeader = false, Separator = ',', TrackLineNumbers = true };
        using CsvReader csv = CsvReader.Create(utf8, options);
        var problems = new CsvProblems(path, context.Log, MaximumProblems);
        if (!csv.Read())
        {
            problems.Report(0, 0, "", "is empty; the first line must name the columns, such as name,m,n,k");
            return [];
        }
        if (GemmColumns.Read(csv, problems) is not { } columns)
            return [];
        int width = csv.FieldCount;
        var rows = new GemmRows(columns, formats, context.Files.Formats, problems);
        var gemms = ImmutableArray.CreateBuilder<RepeatedOperation>();
        while (csv.Read())
        {
            problems.ReportExtra(csv, width);
            if (rows.Read(csv, gemms.Count) is { } gemm)
                gemms.Add(gemm);
        }
        if (gemms.Count == 0 && problems.Count == 0)
            problems.Report(0, 0, "", "has a header and no rows; at least one GEMM is needed");
        problems.Close();
        return gemms.ToImmutable();
    }
}
