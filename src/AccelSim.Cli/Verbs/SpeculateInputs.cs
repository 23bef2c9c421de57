using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Points;
using AccelSim.Explore.Speculation;
using AccelSim.Input.Machines;
using AccelSim.Input.Speculation;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Cli.Verbs;

/// <summary>Reads what <c>speculate</c> is given and reports everything that contradicts.</summary>
internal static class SpeculateInputs
{
    private static readonly ImmutableArray<int> Gammas = [1, 2, 3, 4, 6, 8];

    /// <summary>One more than a multiple of 128, as the paged kernels of the paper need.</summary>
    public static readonly ImmutableArray<long> Budgets = [257, 513, 1025, 2049, 4097];

    /// <summary>Tried when none is named, for models whose names begin so: vocabularies of equal size may differ.</summary>
    private static readonly (string Strategy, string Models)[] Usual =
        [("self-streaming-llm", ""), ("self-snapkv", ""), ("self-pqcache", ""), ("self-exact-top-k", ""), ("llama-3.2-1b-streaming-llm", "llama-3"), ("tinyllama-streaming-llm", "llama-2")];

    /// <summary>Machine and workload; a machine with several chips takes a workload that is laid over as many.</summary>
    public static (Machine Machine, ModelWorkload Workload) Load(Session session, string machineName, ImmutableArray<Override> machineSet, string workloadName, ImmutableArray<Override> workSet)
    {
        ReadResult<Machine> machine = MachineFile.Kind.Load(machineName, machineSet, session.Files);
        ReadResult<Workload> workload = WorkloadNames.Open(session.Files, workloadName).Then(d => WorkloadFile.Kind.Read(d, workSet, session.Files));
        ImmutableArray<string> problems = [.. machine.Problems.Select(p => SetKeys.OfMachine(p, "workload")).Concat(workload.Problems.Select(p => SetKeys.AsTyped(p, "workload"))).Select(p => p.ToString())];
        if (problems.Length > 0) throw new BadInputException(problems);
        if (workload.Value is not ModelWorkload model) throw new BadInputException($"{workloadName}: gemms: a list of GEMMs has no tokens; a language model is needed");
        if (model.Chips != machine.Value!.Chips)
            throw new BadInputException($"{workloadName}: parallel.tensor: lays the work over {model.Chips} chips, but {machine.Value.Name} has chips = {machine.Value.Chips}; both must be equal ({Chips.Hint(model, machine.Value.Chips)})");
        return (machine.Value, model);
    }

    public static SpeculateCase Case(Session session, ParseResult parsed, SpeculateOptions options, Machine machine, ModelWorkload workload)
    {
        List<string> problems = [];
        long[] contexts = Given(parsed.GetValue(options.Context), () => workload.Sequences.Max(s => s.KvLen));
        long[] batches = Given(parsed.GetValue(options.Batch), () => workload.Batch);
        foreach (long context in contexts.Where(c => c > workload.Model.MaxContext))
            problems.Add(FormattableString.Invariant($"--context {context}: exceeds the {workload.Model.MaxContext} tokens that {workload.Model.Name} allows"));
        foreach (long budget in parsed.GetValue(options.Budget) ?? [])
        {
            if (budget > contexts.Max()) problems.Add(FormattableString.Invariant($"--budget {budget}: exceeds the context of {contexts.Max()}; a sparse cache holds at most the context"));
        }
        ImmutableArray<SpeculationStrategy> strategies = Strategies(session, parsed, options, workload, contexts.Max(), problems);
        ImmutableArray<AcceptanceStep>? trace = Read(parsed.GetValue(options.Trace), AcceptanceCsv.Read, problems);
        ImmutableArray<ServedRequest>? requests = Read(parsed.GetValue(options.Serve), path => RequestCsv.Read(path, workload.Model.MaxContext), problems);
        if (trace is not null && strategies.Length != 1) problems.Add($"--trace: a trace is replayed with one strategy; name it by --strategy (self-snapkv, for instance)");
        if (problems.Count > 0) throw new BadInputException([.. problems]);
        int[] gammas = [.. (parsed.GetValue(options.Gamma) is { Length: > 0 } given ? given.Select(g => (int)g) : Gammas).Distinct()];
        long[] budgets = parsed.GetValue(options.Budget) is { Length: > 0 } some ? some : [.. Budgets];
        return new SpeculateCase(machine, workload.Name, new SpeculationTarget
        {
            Model = workload.Model,
            Formats = workload.Formats,
            TensorParallel = workload.TensorParallel,
            Sequences = [new SequenceGroup(batches[0], contexts[0])],
            HostMs = parsed.GetValue(options.Host) ?? 0,
        }, new PlanAxes([.. contexts], [.. batches], [.. gammas], [.. budgets], strategies), trace, requests, parsed.GetValue(options.Deadline),
            [.. new[] { parsed.GetValue(options.Trace), parsed.GetValue(options.Serve) }.OfType<string>()]);
    }

    private static long[] Given(long[]? numbers, Func<long> otherwise) => numbers is { Length: > 0 } ? [.. numbers.Distinct()] : [otherwise()];

    private static ImmutableArray<SpeculationStrategy> Strategies(Session session, ParseResult parsed, SpeculateOptions options, ModelWorkload workload, long context, List<string> problems)
    {
        string[] named = parsed.GetValue(options.Strategy) ?? [];
        var strategies = ImmutableArray.CreateBuilder<SpeculationStrategy>();
        foreach (string name in named.Length > 0 ? named : [.. Usual.Where(u => workload.Model.Name.StartsWith(u.Models, StringComparison.Ordinal)).Select(u => u.Strategy)])
        {
            ReadResult<SpeculationStrategy> read = StrategyFile.Kind.Load(name, [], session.Files);
            problems.AddRange(read.Problems.Select(p => p.ToString()));
            if (!read.Ok || read.Value.Draft == DraftKind.None) continue;
            string[] faults = [.. (read.Value with { Budget = Math.Min(read.Value.Budget, context) }).Faults(workload.Model, context).Select(f => $"{name}: {f.Key}: {f.Message}")];
            if (faults.Length == 0) strategies.Add(parsed.GetValue(options.Alpha) is { } alpha ? read.Value with { Acceptance = new ConstantAcceptance(alpha, AcceptanceEvidence.Assumed, "--alpha") } : read.Value);
            else if (named.Length > 0) problems.AddRange(faults);
        }
        return strategies.ToImmutable();
    }

    private static ImmutableArray<T>? Read<T>(string? path, Func<string, ReadResult<ImmutableList<T>>> read, List<string> problems)
    {
        if (path is null) return null;
        ReadResult<ImmutableList<T>> result = read(path);
        problems.AddRange(result.Problems.Select(p => p.ToString()));
        return result.Ok ? [.. result.Value] : null;
    }
}
