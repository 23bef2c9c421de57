using AccelSim.Engine.Results;
using AccelSim.Input;
using AccelSim.Input.Machines;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;

namespace AccelSim.Benchmarks;

/// <summary>What is measured: 50 distinct points each of decode and prefill, every one on a machine that remembers nothing.</summary>
public sealed class Points
{
    /// <summary>Points of each kind.</summary>
    public const int Count = 50;

    private static readonly string[] Formats = ["formats.weights=sq(int8/int4,b=64,s=0.875)", "formats.activations=int4", "formats.kv=bf16"];

    private readonly InputFiles files = InputFiles.Find();
    private readonly YamlDocument model;

    public Points()
    {
        Machine = files.Open(MachineFile.Kind, "sq-next").Then(document => MachineFile.Kind.Read(document, [], files)).Value
            ?? throw new InvalidOperationException("sq-next cannot be read");
        model = WorkloadNames.Open(files, "llama-3.1-8b").Value ?? throw new InvalidOperationException("llama-3.1-8b cannot be read");
    }

    public Machine Machine { get; }

    /// <summary>Decode steps around a batch of 32 and a context of 32k.</summary>
    public IReadOnlyList<Workload> Decode() =>
        [.. Enumerable.Range(0, Count).Select(i => Read("phase=decode", $"batch={30 + i % 5}", $"context={32768 + 128 * (i / 5 - 5)}"))];

    /// <summary>Prefill of one prompt around 8k tokens.</summary>
    public IReadOnlyList<Workload> Prefill() =>
        [.. Enumerable.Range(0, Count).Select(i => Read("phase=prefill", "batch=1", $"context={8192 + 32 * (i - 25)}"))];

    /// <summary>Everything from the operations of a step to its metrics: expansion, mapping, lowering, timing, judging.</summary>
    public double Evaluate(Workload workload) => StepRun.Of(new Simulator(Machine), workload.Expand()).Operations.Length;

    /// <summary>A cube of int8.</summary>
    public static GemmOperation Cube(long side = 4096) => new()
    {
        Name = "cube",
        Shapes = [new GemmShape(1, side, side, side)],
        Weights = new PlainFormat(ScalarFormats.Int8),
        Activations = new PlainFormat(ScalarFormats.Int8),
        Output = new PlainFormat(ScalarFormats.Bf16),
    };

    /// <summary>systolic-32x32 with another number of cores and another array.</summary>
    public Machine Array(int cores, int side) => files.Open(MachineFile.Kind, "systolic-32x32").Then(document => MachineFile.Kind.Read(
        document, [.. new[] { $"cores={cores}", $"tensor_unit.rows={side}", $"tensor_unit.cols={side}" }.Select(c => Override.Parse(c).Value!)], files)).Value
        ?? throw new InvalidOperationException("systolic-32x32 cannot be read");

    private Workload Read(params string[] changes)
    {
        ReadResult<Workload> read = WorkloadFile.Kind.Read(model, [.. changes.Concat(Formats).Select(c => Override.Parse(c).Value!)], files);
        return read.Value ?? throw new InvalidOperationException(string.Join("; ", read.Problems));
    }
}
