using System.Runtime.InteropServices;
using System.Text;
using AccelSim.Gpu.Driver;
using AccelSim.Gpu.Probes;

namespace AccelSim.Gpu.Commands;

/// <summary>The folder of one recording: predictions, silicon, machine code, tables. It appears under the name of the GPU once it is whole.</summary>
internal sealed class Recording : IDisposable
{
    private readonly CudaDevice gpu;
    private readonly NewFolder folder;

    public Recording(string parent, CudaDevice gpu)
    {
        this.gpu = gpu;
        string name = string.Concat(gpu.Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        folder = new NewFolder(parent, name, replace: false);
        foreach (string part in (string[])["predictions", "silicon", "cubin"]) Directory.CreateDirectory(Path.Combine(folder.Path, part));
    }

    public string Predictions => Path.Combine(folder.Path, "predictions");

    public void Silicon(TensorProbe probe, IEnumerable<ProbeRecord> records, byte[] cubin)
    {
        using FileStream file = File.Create(Path.Combine(folder.Path, "silicon", ProbePredictions.FileName(probe)));
        foreach (ProbeRecord record in records) ProbeRecordFile.Write(file, record);
        File.WriteAllBytes(Path.Combine(folder.Path, "cubin", probe.Name + ".cubin"), cubin);
    }

    public void Report(IReadOnlyList<ProbeComparison> comparisons) =>
        File.WriteAllText(Path.Combine(folder.Path, "tensor-cores.csv"), ProbeReport.Csv(comparisons));

    /// <summary>Finishes the folder and returns where it is.</summary>
    public string Keep(CheckTable table)
    {
        File.WriteAllText(Path.Combine(folder.Path, "checks.csv"), table.Csv);
        var text = new StringBuilder();
        text.Append($"gpu={gpu.Name}\nsm={gpu.Capability}\ncuda={gpu.CudaVersion}\n{KernelDriver.Version().Replace("driver ", "driver=", StringComparison.Ordinal)}\n");
        text.Append($"os={RuntimeInformation.OSDescription}\nruntime={RuntimeInformation.FrameworkDescription}\nversion={typeof(Recording).Assembly.GetName().Version?.ToString(3)}\n");
        File.WriteAllText(Path.Combine(folder.Path, "device.txt"), text.ToString());
        return folder.Keep();
    }

    public void Dispose() => folder.Dispose();
}
