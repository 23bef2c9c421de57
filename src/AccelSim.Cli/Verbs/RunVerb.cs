using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using AccelSim.Cli.Help;
using AccelSim.Cli.Points;
using AccelSim.Input.Machines;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using AccelSim.Model.Workloads;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim run MACHINE WORKLOAD</c>.</summary>
internal static class RunVerb
{
    public static Command Build(Session session)
    {
        var machine = new Argument<string>("MACHINE") { Description = "Path of a machine file, the name of a shipped one (accelsim list machines), or a SCALE-Sim configuration (.cfg)." };
        var workload = new Argument<string>("WORKLOAD") { Description = "Path or name of a workload or model (accelsim list workloads, accelsim list models), a Hugging Face config.json, or a CSV list of GEMMs or SCALE-Sim topology. A model alone means one decode step of batch 1 with 4096 tokens in the cache." };
        var options = new RunOptions("workload");
        var command = new Verb("run", "Run a workload on a machine and print what it takes.",
            "accelsim run sq-next llama-3.1-8b-decode --operations",
            "accelsim run sq-next llama-3.1-8b --set workload.batch=32 --set workload.formats.kv=int8 --format json",
            "accelsim run sq-next llama-3.1-8b-decode --explain --out out/decode",
            "accelsim run sq-next llama-3.1-8b-decode --timeline decode.json --timeline-operation '*_proj'")
        {
            machine, workload,
        };
        machine.CompletionSources.Add(_ => session.Files.Names(MachineFile.Kind).Select(n => new CompletionItem(n)));
        workload.CompletionSources.Add(_ => session.Files.Names(WorkloadFile.Kind).Concat(session.Files.Names(ModelFile.Kind)).Select(n => new CompletionItem(n)));
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var (machineSet, workSet) = options.Overrides(parsed);
            string machineName = parsed.GetValue(machine)!, workloadName = parsed.GetValue(workload)!;
            (Machine m, Workload w) = Load(session, machineName, machineSet, workloadName, workSet);
            return RunOutput.Run(session, options, parsed, m, w.Name, w.Expand(), [.. InputPaths.OfMachine(session.Files, machineName), .. InputPaths.OfWorkload(session.Files, workloadName)]);
        });
        return command;
    }

    /// <summary>Reads both files and reports the problems of both at once.</summary>
    private static (Machine Machine, Workload Workload) Load(
        Session session, string machineName, ImmutableArray<Override> machineSet, string workloadName, ImmutableArray<Override> workSet)
    {
        ReadResult<Machine> machine = MachineFile.Kind.Load(machineName, machineSet, session.Files);
        ReadResult<Workload> workload = WorkloadNames.Open(session.Files, workloadName).Then(d => WorkloadFile.Kind.Read(d, workSet, session.Files));
        ImmutableArray<string> problems = [.. machine.Problems.Select(p => SetKeys.OfMachine(p, "workload")).Concat(workload.Problems.Select(p => SetKeys.AsTyped(p, "workload"))).Select(p => p.ToString())];
        if (problems.Length > 0) throw new BadInputException(problems);
        if (workload.Value!.Chips != machine.Value!.Chips)
        {
            throw new BadInputException(
                $"{workloadName}: parallel.tensor: lays the work over {workload.Value.Chips} chips, but {machine.Value.Name} has chips = {machine.Value.Chips}; both must be equal ({Chips.Hint(workload.Value, machine.Value.Chips)})");
        }
        return (machine.Value, workload.Value);
    }
}
