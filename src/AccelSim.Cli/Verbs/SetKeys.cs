using System.Collections.Immutable;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli.Verbs;

/// <summary>Keys of <c>--set</c>: bare ones address the machine, those with a prefix the work.</summary>
internal static class SetKeys
{
    private static readonly string[] Prefixes = ["workload", "gemm", "attention"];

    /// <summary>Sorts the keys of a command line; those of the work lose their prefix.</summary>
    public static (ImmutableArray<Override> Machine, ImmutableArray<Override> Work) Split(IEnumerable<string> texts, string prefix)
    {
        var machine = ImmutableArray.CreateBuilder<Override>();
        var work = ImmutableArray.CreateBuilder<Override>();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (string text in texts)
        {
            ReadResult<Override> read = Override.Parse(text);
            if (!read.Ok)
            {
                problems.AddRange(read.Problems.Select(p => p.ToString()));
                continue;
            }
            string head = read.Value.Parts[0];
            if (head == prefix && read.Value.Parts.Length > 1) work.Add(new Override(read.Value.Key[(prefix.Length + 1)..], read.Value.Value, read.Value.At));
            else if (!Prefixes.Contains(head)) machine.Add(read.Value);
            else problems.Add($"{read.Value.At}: {read.Value.Key}: is no key here; keys of the work begin with '{prefix}.', keys of the machine stand bare");
        }
        if (problems.Count > 0) throw new BadInputException(problems.ToImmutable());
        return (machine.ToImmutable(), work.ToImmutable());
    }

    /// <summary>A problem with a key of the machine, which may have been meant for the work.</summary>
    public static Problem OfMachine(Problem problem, string prefix) => problem.File.StartsWith("--set ", StringComparison.Ordinal) && problem.Message.StartsWith("unknown key; known", StringComparison.Ordinal)
        ? problem with { Message = $"{problem.Message}; keys of the work begin with '{prefix}.'" } : problem;

    /// <summary>A problem with a key of the work, with the key as it was typed.</summary>
    public static Problem AsTyped(Problem problem, string prefix)
    {
        if (!problem.File.StartsWith($"--set {prefix}.", StringComparison.Ordinal)) return problem;
        string message = problem.Message.StartsWith("unknown key", StringComparison.Ordinal)
            ? problem.Message.Replace("did you mean '", $"did you mean '{prefix}.", StringComparison.Ordinal) : problem.Message;
        return problem with { Path = $"{prefix}.{problem.Path}", Message = message };
    }
}
