using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;
using NUnit.Framework;

namespace AccelSim.Tests.Input.Workloads;

/// <summary>Short forms for tests that read workloads.</summary>
internal static class WorkloadReading
{
    /// <summary>Reads as the command line does: a name or path, then overrides.</summary>
    public static ReadResult<Workload> Load(string name, params string[] sets) =>
        WorkloadNames.Open(Installation.Files, name).Then(d => WorkloadFile.Kind.Read(d, [.. sets.Select(Installation.Set)], Installation.Files));

    public static Workload Good(string name, params string[] sets)
    {
        ReadResult<Workload> read = Load(name, sets);
        Assert.That(Installation.Messages(read), Is.Empty);
        return read.Value!;
    }

    public static string[] Problems(string name, params string[] sets) => Installation.Messages(Load(name, sets));

    /// <summary>Reads a text as a workload file.</summary>
    public static ReadResult<Workload> Text(string text) => Installation.Read(WorkloadFile.Kind, text);
}
