using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Points;
using AccelSim.Input.Machines;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;

namespace AccelSim.Cli.Verbs;

/// <summary>Reads a machine and one operation, and runs it.</summary>
internal static class OperationRun
{
    public static int Run<T>(
        Session session, RunOptions options, ParseResult parsed, string machineName, string name, BlockOptions block, YamlType<T> type)
        where T : Operation
    {
        var (machineSet, workSet) = options.Overrides(parsed);
        ReadResult<Machine> machine = MachineFile.Kind.Load(machineName, machineSet, session.Files);
        var context = new ReadContext(session.Files);
        type.TryRead(block.Block(parsed, workSet), context, out T? operation);
        ImmutableArray<string> problems = [.. machine.Problems.Select(p => SetKeys.OfMachine(p, name)).Concat(context.Problems.Select(p => BlockOptions.AsTyped(SetKeys.AsTyped(p, name)))).Select(p => p.ToString())];
        if (problems.Length > 0) throw new BadInputException(problems);
        var step = new WorkloadStep { Name = name, Operations = [new RepeatedOperation(operation!, 1)] };
        return RunOutput.Run(session, options, parsed, machine.Value!, name, step, InputPaths.OfMachine(session.Files, machineName));
    }
}
