using System.Globalization;
using AccelSim.Model.Workloads;

namespace AccelSim.Cli.Points;

/// <summary>Chips of a machine and of the work laid over them.</summary>
internal static class Chips
{
    /// <summary>The options that make both equal; work whose heads do not divide over the machine's chips is not laid over them.</summary>
    public static string Hint(Workload workload, int chips)
    {
        string fewer = string.Create(CultureInfo.InvariantCulture, $"--set chips={workload.Chips}");
        return workload is ModelWorkload { Model.Heads: int heads } && heads % chips != 0 ? fewer
            : string.Create(CultureInfo.InvariantCulture, $"{fewer}, or --set workload.parallel.tensor={chips}");
    }
}
