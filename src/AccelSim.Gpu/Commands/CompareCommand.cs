using System.Globalization;
using AccelSim.Gpu.Probes;

namespace AccelSim.Gpu.Commands;

/// <summary><c>compare FILE|DIR</c>: records of silicon, or published predictions, against the models of today.</summary>
internal static class CompareCommand
{
    public static int Run(GpuOptions options, TextWriter output, TextWriter error)
    {
        string[] files = Directory.Exists(options.Path)
            ? [.. Directory.EnumerateFiles(options.Path, "*.bin", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [options.Path];
        if (files.Length == 0)
            throw new FormatException($"{options.Path}: no .bin files lie below");
        // All files are read before the first line is written: bad input gives no half table.
        (string File, ProbeRecord Record)[] records = [.. files.SelectMany(Read)];
        var table = new CheckTable(output, options.Csv);
        table.Head();
        var comparisons = new List<ProbeComparison>();
        foreach ((string file, ProbeRecord record) in records)
        {
            try
            {
                if (record.Kind == ProbeRecord.Predicted) table.Add($"{Name(file, options.Path)}/{record.Family}", Repeated(record));
                else comparisons.Add(ProbeComparison.Of(Generation(record), record));
            }
            catch (FormatException fault)
            {
                throw new FormatException($"{file}: {fault.Message}");
            }
        }
        ProbeReport.Write(comparisons, table, error);
        return table.IsClean ? GpuCommand.Done : GpuCommand.Differs;
    }

    internal static IEnumerable<(string File, ProbeRecord Record)> Read(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        try
        {
            return ProbeRecordFile.Read(bytes).Select(record => (file, record));
        }
        catch (FormatException fault)
        {
            throw new FormatException($"{file}: {fault.Message}");
        }
    }

    /// <summary>A prediction made again: the models have not moved since it was published.</summary>
    private static Engine.Functional.Verification.CheckCount Repeated(ProbeRecord record)
    {
        ProbeInputs inputs = record.Inputs();
        ProbeModel model = GpuGeneration.All.Select(g => ProbeModel.Of(g, inputs.Probe)).FirstOrDefault(m => m?.Name == record.Source)
            ?? throw new FormatException($"unknown model '{record.Source}' of {record.Probe}");
        uint[] now = model.Predict(inputs), then = record.Codes(inputs.Probe.Output);
        return new(now.Length, now.Where((code, i) => code != then[i]).LongCount());
    }

    private static string Name(string file, string root) =>
        Path.ChangeExtension(file.StartsWith(root, StringComparison.Ordinal) && file != root ? Path.GetRelativePath(root, file) : Path.GetFileName(file), null).Replace('\\', '/');

    private static GpuGeneration? Generation(ProbeRecord record) =>
        record.Architecture.StartsWith("sm_", StringComparison.Ordinal) && int.TryParse(record.Architecture.AsSpan(3), CultureInfo.InvariantCulture, out int capability)
            ? GpuGeneration.Of(capability)
            : throw new FormatException($"sm is '{record.Architecture}'; a compute capability such as sm_90 is expected");
}
