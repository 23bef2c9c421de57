using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Cli.Points;
using AccelSim.Explore.Speculation;
using AccelSim.Model.Machines;
using AccelSim.Model.Workloads;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim speculate MACHINE WORKLOAD</c>.</summary>
internal static class SpeculateVerb
{
    private const int MostJobs = 1024;

    public static Command Build(Session session)
    {
        var machine = new Argument<string>("MACHINE") { Description = "Path of a machine file or the name of a shipped one." };
        var workload = new Argument<string>("WORKLOAD") { Description = "Path or name of a workload or model; its model, formats and parallel plan count, its phase does not." };
        var options = new SpeculateOptions();
        Option<string[]> set = RunOptions.Set("Change a key before running, as in --set workload.formats.kv=int8; repeatable.");
        Option<long> jobs = Choice.Whole("--jobs", "Threads; as many as there are processors unless given. They do not change the result.", "N", 1, MostJobs, () => Environment.ProcessorCount);
        var output = new Option<string?>("--out") { HelpName = "DIR", Description = "Directory for the table of all combinations, and the plots over a grid of contexts, batches, budgets and formats." };
        Option<string> format = Choice.Of("--format", "Form of standard output; csv holds every combination and data only.", "table", "csv");
        var verb = new Verb("speculate", "Find the best draft strategy, draft length and KV budget for a machine, model, batch and context.",
            "accelsim speculate sq-next llama-3.1-8b --batch 64 --context 32768 --set workload.formats.kv=int8",
            "accelsim speculate sq-next llama-3.1-8b --batch 8 --context 8192 --strategy self-snapkv --gamma 2 4 --budget 513 --format csv")
        {
            Details = "Every pass is simulated once; steps are composed of passes. With --trace the accepted counts of a recorded or generated run replace the rates of acceptance; "
                + "with --serve a trace of requests goes through continuous batching.",
        };
        foreach (Symbol symbol in (Symbol[])[machine, workload, .. options.All, set, jobs, output, format])
        {
            if (symbol is Argument argument) verb.Add(argument);
            else verb.Add((Option)symbol);
        }
        verb.SetAction(parsed =>
        {
            string machineName = parsed.GetValue(machine)!, workloadName = parsed.GetValue(workload)!;
            var (machineSet, workSet) = SetKeys.Split(parsed.GetValue(set) ?? [], "workload");
            (Machine m, ModelWorkload w) = SpeculateInputs.Load(session, machineName, machineSet, workloadName, workSet);
            SpeculateCase work = SpeculateInputs.Case(session, parsed, options, m, w);
            ImmutableArray<string> inputs = [.. InputPaths.OfMachine(session.Files, machineName), .. InputPaths.OfWorkload(session.Files, workloadName), .. work.Files];
            using OutputDirectory? directory = parsed.GetValue(output) is { } folder ? new OutputDirectory(folder) : null;
            var run = new SpeculateRun(session, work, (int)parsed.GetValue(jobs), inputs, parsed.GetValue(format) == "csv");
            return parsed.GetValue(options.Serve) is not null ? run.Serve(directory) : work.Trace is not null ? run.Replay() : run.Plan(directory);
        });
        return verb;
    }
}
