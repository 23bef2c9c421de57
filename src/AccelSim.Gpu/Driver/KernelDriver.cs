using System.Text.RegularExpressions;

namespace AccelSim.Gpu.Driver;

/// <summary>The release of the NVIDIA kernel driver, as Linux shows it.</summary>
public static partial class KernelDriver
{
    private const string Place = "/proc/driver/nvidia/version";

    /// <summary>Such as <c>driver 550.54.15</c>, or <c>driver of unknown release</c>.</summary>
    public static string Version()
    {
        try
        {
            Match match = Release().Match(File.ReadAllText(Place));
            return match.Success ? $"driver {match.Value}" : "driver of unknown release";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "driver of unknown release";
        }
    }

    [GeneratedRegex(@"\b\d+\.\d+(\.\d+)?\b")]
    private static partial Regex Release();
}
