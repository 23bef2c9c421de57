using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccelSim.Engine.Bounds;
using AccelSim.Engine.Results;
using AccelSim.Input;
using AccelSim.Input.Machines;
using AccelSim.Input.Operations;
using AccelSim.Input.Sweeps;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using AccelSim.Model.Workloads;

namespace AccelSim.Cli.Points;

/// <summary>
/// Rows of a point of a sweep: a pure function of its number. Files are parsed once, and a machine that many points share keeps what it
/// has simulated; neither changes a row.
/// </summary>
internal sealed class PointEvaluator(InputFiles files, Sweep sweep, EngineChoice engine, bool operations, AccuracyMeter? accuracy = null)
{
    private readonly ConcurrentDictionary<string, ReadResult<YamlDocument>> machines = new(), workloads = new();
    private readonly ConcurrentDictionary<string, Lazy<(Simulator? Simulator, string Problem)>> simulators = new();

    public ImmutableArray<ResultRow> Rows(long number)
    {
        SweepPoint point = sweep.Point(number);
        if (point.Excluded) return [];
        string machineName = point.Machine, workloadName = point.Workload;
        try
        {
            (Simulator? simulator, string problem) = SimulatorOf(point);
            if (simulator is null) return Failed(PointStatus.Infeasible, problem);
            machineName = simulator.Machine.Name;
            (WorkloadStep? step, string name, string wrong) = StepOf(point, simulator.Machine);
            if (step is null) return Failed(PointStatus.Infeasible, wrong);
            workloadName = name;
            StepRun run = StepRun.Of(simulator, step);
            accuracy?.Measure(run, step, simulator.Machine);
            return StepRows.Of(number, machineName, workloadName, point.Cells, run, operations);
        }
        catch (InfeasibleException error)
        {
            return Failed(PointStatus.Infeasible, error.Message);
        }
        catch (OverflowException)
        {
            return Failed(PointStatus.Failed, "the work is too large: one of its counts does not fit into 64 bits");
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            // A defect that one point shows must not take the others with it.
            return Failed(PointStatus.Failed, (error is BoundViolationException ? "" : $"{error.GetType().Name}: ") + error.Message.ReplaceLineEndings(" "));
        }

        ImmutableArray<ResultRow> Failed(PointStatus status, string reason) =>
            StepRows.Without(number, machineName, workloadName, point.Cells, status, reason);
    }

    private (Simulator? Simulator, string Problem) SimulatorOf(SweepPoint point)
    {
        string key = point.Machine + string.Concat(point.MachineOverrides.Select(o => $"\n{o.Key}={AxisEntry.Text(o.Value)}"));
        return simulators.GetOrAdd(key, _ => new Lazy<(Simulator?, string)>(() =>
        {
            ReadResult<Machine> machine = machines.GetOrAdd(point.Machine, name => files.Open(MachineFile.Kind, name))
                .Then(document => MachineFile.Kind.Read(document, point.MachineOverrides, files));
            return machine.Ok ? (new Simulator(machine.Value, engine), "") : (null, Join(machine.Problems));
        })).Value;
    }

    private (WorkloadStep? Step, string Name, string Problem) StepOf(SweepPoint point, Machine machine)
    {
        if (sweep.Work != WorkKind.Workload) return OperationOf(point);
        ReadResult<Workload> workload = workloads.GetOrAdd(point.Workload, name => WorkloadNames.Open(files, name))
            .Then(document => WorkloadFile.Kind.Read(document, point.WorkOverrides, files));
        if (!workload.Ok) return (null, point.Workload, Join(workload.Problems));
        return workload.Value.Chips == machine.Chips
            ? (workload.Value.Expand(), workload.Value.Name, "")
            : (null, workload.Value.Name, $"parallel.tensor lays the work over {workload.Value.Chips} chips, but chips = {machine.Chips}; both must be equal");
    }

    private (WorkloadStep? Step, string Name, string Problem) OperationOf(SweepPoint point)
    {
        YamlMapping block = sweep.Operation!;
        foreach (Override change in point.WorkOverrides) block = block.With(change.Parts, change.Value, change.At);
        var context = new ReadContext(files);
        Operation? operation = null;
        if (sweep.Work == WorkKind.Gemm && GemmYaml.Type.TryRead(block, context, out GemmOperation? gemm)) operation = gemm;
        if (sweep.Work == WorkKind.Attention && AttentionYaml.Type.TryRead(block, context, out AttentionOperation? attention)) operation = attention;
        return operation is null || context.Problems.Length > 0
            ? (null, point.Workload, Join(context.Problems))
            : (new WorkloadStep { Name = point.Workload, Operations = [new RepeatedOperation(operation, 1)] }, point.Workload, "");
    }

    private static string Join(IEnumerable<Problem> problems) => string.Join("; ", problems.Select(p => p.Path.Length == 0 ? p.Message : $"{p.Path}: {p.Message}"));
}
