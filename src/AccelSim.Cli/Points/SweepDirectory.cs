using AccelSim.Explore.Results;

namespace AccelSim.Cli.Points;

/// <summary>Names of the files in a sweep directory, and who may write there.</summary>
internal static class SweepDirectory
{
    public const string Results = "results.csv";
    public const string Journal = "journal";
    public const string Front = "pareto.csv";
    public const string Report = "report.html";
    public static readonly string[] Pictures = ["pareto.png", "pareto.svg"];

    /// <summary>Pictures of the line plot.</summary>
    public static readonly string[] LinePictures = ["lines.png", "lines.svg"];

    /// <summary>Refuses results that a sweep would overwrite without having made them.</summary>
    public static void RefuseForeign(string directory)
    {
        if (!Path.Exists(Path.Combine(directory, Journal)) && Path.Exists(Path.Combine(directory, Results)))
            throw new BadInputException($"{Path.Combine(directory, Results)}: is of another run, not of this sweep; choose another directory, or start over with --fresh");
    }

    /// <summary>Refuses a directory in which a sweep lives.</summary>
    public static void RefuseSweep(string directory)
    {
        if (Path.Exists(Path.Combine(directory, Journal)))
            throw new BadInputException($"--out {directory}: holds a sweep, whose results would be lost; choose another directory");
    }

    /// <summary>Takes away the results of an earlier run, so that none lies beside a sweep that is not finished.</summary>
    public static void RemoveResults(string directory)
    {
        foreach (string name in (string[])[Results, Provenance.FileName, Front, Report, .. Pictures, .. LinePictures]) Remove(Path.Combine(directory, name));
    }

    /// <exception cref="WriteFailedException">The file is there and stays.</exception>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WriteFailedException(path, error);
        }
    }
}
