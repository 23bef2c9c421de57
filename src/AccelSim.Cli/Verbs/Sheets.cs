using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary>Reads results tables or reports what is wrong with them.</summary>
internal static class Sheets
{
    public static ResultSheet Read(string path)
    {
        ResultReading reading = ResultCsv.ReadFile(path);
        return reading.Sheet ?? throw new BadInputException([.. reading.Problems.Select(p => p.ToString())]);
    }
}
