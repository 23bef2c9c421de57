using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary>Reads results tables or reports what is wrong with them.</summary>
internal static class Sheets
{
    public static ResultSheet Read(string path) => ReadAll(path)[0];

    /// <summary>Reads several and reports the problems of all.</summary>
    public static ResultSheet[] ReadAll(params string[] paths)
    {
        ResultReading[] readings = [.. paths.Select(ResultCsv.ReadFile)];
        string[] problems = [.. readings.SelectMany(r => r.Problems).Select(p => p.ToString())];
        return problems.Length == 0 ? [.. readings.Select(r => r.Sheet!)] : throw new BadInputException([.. problems]);
    }
}
