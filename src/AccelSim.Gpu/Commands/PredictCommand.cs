using AccelSim.Gpu.Probes;

namespace AccelSim.Gpu.Commands;

/// <summary><c>check --predict DIR</c>: the published predictions, a folder a generation.</summary>
internal static class PredictCommand
{
    public static int Run(string folder, TextWriter output)
    {
        foreach (GpuGeneration generation in GpuGeneration.All)
        {
            using var target = new NewFolder(folder, generation.Name, replace: true);
            int count = ProbePredictions.Write(generation, target.Path).Length;
            target.Keep();
            output.WriteLine($"{generation}: {count} probes");
        }
        return GpuCommand.Done;
    }
}
