using AccelSim.Gpu.Driver;
using AccelSim.Gpu.Probes;

namespace AccelSim.Gpu.Commands;

/// <summary>Asks the tensor cores, after their answers have been predicted.</summary>
internal static class TensorCores
{
    public static void Run(CudaDevice gpu, Recording? recording, CheckTable table, TextWriter error)
    {
        GpuGeneration? generation = GpuGeneration.Of(gpu.Capability);
        // On disk before the first launch, so that nobody, the program included, can have looked.
        if (generation is not null && recording is not null)
            ProbePredictions.Write(generation, recording.Predictions, large: true);
        var comparisons = new List<ProbeComparison>();
        foreach (TensorProbe probe in TensorProbes.All)
        {
            if (!probe.RunsOn(gpu.Capability))
            {
                error.WriteLine($"skipped: {probe}: needs {probe.Target}, this GPU is sm_{gpu.Capability}");
                continue;
            }
            try
            {
                using var launcher = new ProbeLauncher(gpu, probe);
                ProbeRecord[] records = [.. ProbePredictions.Inputs(probe, large: true).Select(launcher.Run)];
                recording?.Silicon(probe, records, launcher.Cubin);
                comparisons.AddRange(records.Select(record => ProbeComparison.Of(generation, record)));
            }
            catch (CudaException fault) when (IsOldDriver(fault))
            {
                error.WriteLine($"skipped: {probe}: the driver's assembler does not know PTX {probe.PtxVersion} or {probe.Target}: {fault.Message}");
            }
        }
        recording?.Report(comparisons);
        ProbeReport.Write(comparisons, table, error);
    }

    /// <summary>CUDA_ERROR_INVALID_PTX, _UNSUPPORTED_PTX_VERSION and _NO_BINARY_FOR_GPU.</summary>
    private static bool IsOldDriver(CudaException fault) => fault.Result is 218 or 222 or 209;
}
