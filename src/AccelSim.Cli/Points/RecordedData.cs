using AccelSim.Input;

namespace AccelSim.Cli.Points;

/// <summary>Data that others recorded and that is not shipped.</summary>
internal static class RecordedData
{
    /// <summary><c>ACCELSIM_DATA</c>, else <c>../shared/data</c> beside the installation.</summary>
    public static string Folder(InputFiles files) =>
        Environment.GetEnvironmentVariable("ACCELSIM_DATA") is { Length: > 0 } set ? set : Path.Combine(files.Home, "..", "shared", "data");
}
