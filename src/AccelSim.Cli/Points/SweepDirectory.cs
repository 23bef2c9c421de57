using AccelSim.Explore.Results;

namespace AccelSim.Cli.Points;

/// <summary>Names of the files in a sweep directory.</summary>
internal static class SweepDirectory
{
    public const string Results = "results.csv";
    public const string Journal = "journal";
    public const string Front = "pareto.csv";
    public const string Report = "report.html";

    /// <exception cref="WriteFailedException">It cannot be made or written to.</exception>
    public static void Create(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            string probe = Path.Combine(directory, $".writable.{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WriteFailedException(directory, error);
        }
    }
}
