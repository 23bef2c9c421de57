using System.Collections.Immutable;
using AccelSim.Input.Accumulators;
using AccelSim.Input.Formats;
using AccelSim.Input.Machines;
using AccelSim.Input.Mappings;
using AccelSim.Input.Measured;
using AccelSim.Input.Speculation;
using AccelSim.Input.Sweeps;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;

namespace AccelSim.Input;

/// <summary>Every kind of YAML file, for schemas, listings and messages. A new kind is one line here.</summary>
public static class FileKinds
{
    public static ImmutableArray<FileKind> All { get; } =
    [
        MachineFile.Kind, DramFile.Kind, ModelFile.Kind, WorkloadFile.Kind, MappingFile.Kind, FormatFile.Kind, AccumulatorFile.Kind, SweepFile.Kind, CalibrationFile.Kind,
        StrategyFile.Kind,
    ];
}
