namespace AccelSim.Cli.Verbs;

/// <summary>Where data that others recorded lie: <c>ACCELSIM_DATA</c>, by default <c>../shared/data</c> beside the installation.</summary>
internal static class DataFolder
{
    public static string Of(Session session)
    {
        string? set = Environment.GetEnvironmentVariable("ACCELSIM_DATA");
        return string.IsNullOrEmpty(set) ? Path.Combine(session.Files.Home, "..", "shared", "data") : set;
    }
}
