using System.Collections.Immutable;
using AccelSim.Model.Numerics;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>One step of a language model on a system of chips: all that <see cref="ModelExpansion"/> needs.</summary>
public sealed record ModelWorkload : Workload
{
    public required LanguageModel Model { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>Sequences of the batch: QLen new tokens of KvLen in all; see <see cref="StepShapes"/>.</summary>
    public required ImmutableArray<AttentionShape> Sequences { get; init; }

    /// <summary>Verify: new tokens per sequence, gamma + 1. Else the tokens that will be generated, for which the cache must have room.</summary>
    public long OutputTokens { get; init; } = 1;

    public FormatPlan Formats { get; init; } = FormatPlan.Bf16;

    /// <summary>Chips that share every layer.</summary>
    public int TensorParallel { get; init; } = 1;

    /// <summary>Seed of the expert assignment.</summary>
    public ulong ExpertSeed { get; init; }

    /// <summary>Different expert assignments; layer l uses number l modulo this. 1 keeps layers equal, so that they are simulated once.</summary>
    public int ExpertAssignments { get; init; } = 1;

    /// <summary>Tokens that a decode or verify step or a prefill puts through the layers.</summary>
    public long NewTokens => Sequences.Sum(s => s.Count * s.QLen);

    public override QuantisationOptions Quantisation => Formats.Quantisation;

    public override int Chips => TensorParallel;

    public long Batch => Sequences.Sum(s => s.Count);

    /// <summary>Tokens of a sequence for which the cache has room.</summary>
    public long CacheTokens(AttentionShape sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return sequence.KvLen + (Phase == Phase.Verify ? 0 : OutputTokens - 1);
    }

    public override WorkloadStep Expand() => ModelExpansion.Expand(this);

    /// <summary>Everything that forbids the step, by the key that a user would change; empty when it can be expanded.</summary>
    public IEnumerable<(string Key, string Message)> Faults()
    {
        List<(string Key, string Message)> found = [.. Model.Faults().Select(f => ("model", $"{Model.Name}: {f.Key}: {f.Message}"))];
        bool modelIsSound = found.Count == 0;
        if (OutputTokens < 1)
            found.Add(("output_tokens", $"is {OutputTokens}; a step yields at least 1 token per sequence"));
        if (ExpertAssignments < 1)
            found.Add(("experts.assignments", $"is {ExpertAssignments}; it must be at least 1"));
        if (Sequences.IsEmpty)
            found.Add(("batch", "the batch is empty; it must have at least 1 sequence"));
        found.AddRange(Sequences.SelectMany(SequenceFaults));
        found.AddRange(ParallelFaults());
        found.AddRange(Formats.Faults());
        if (modelIsSound)
            found.AddRange(PatternFaults());
        return found.Count > 0 ? found : WorkloadLimits.Faults(this);
    }

    /// <summary>Exceptions to the formats that name nothing are mistakes, not idle.</summary>
    private IEnumerable<(string Key, string Message)> PatternFaults()
    {
        if (Formats.Overrides.IsEmpty)
            yield break;
        string[] names = [.. OperationNames.Of(Model)];
        foreach (OperationPattern pattern in Formats.Overrides.Select(o => o.Pattern).Distinct())
        {
            if (!names.Any(pattern.Matches))
                yield return ($"formats.overrides.{pattern}", $"names no operation of {Model.Name}; its operations are {OperationNames.Summary(Model)}");
        }
    }

    private IEnumerable<(string Key, string Message)> SequenceFaults(AttentionShape sequence)
    {
        if (sequence.Count < 1)
            yield return ("batch", $"is {sequence.Count}; it must be at least 1");
        if (sequence.KvLen < 1)
            yield return ("context", $"is {sequence.KvLen}; it must be at least 1");
        else if (sequence.QLen > sequence.KvLen)
            yield return ("context", $"is {sequence.KvLen}, fewer than the {sequence.QLen} new tokens that it includes");
        else if (CacheTokens(sequence) > Model.MaxContext)
            yield return ("context", $"{CacheTokens(sequence)} tokens with those to come exceed the {Model.MaxContext} that {Model.Name} allows");
    }

    private IEnumerable<(string Key, string Message)> ParallelFaults()
    {
        const string Key = "parallel.tensor";
        int t = TensorParallel;
        if (t < 1)
        {
            yield return (Key, $"is {t}; it must be at least 1");
            yield break;
        }
        if (Model.Heads % t != 0)
            yield return (Key, $"{t} chips do not divide the {Model.Heads} heads of {Model.Name}");
        else if (Model.Latent is null && Model.KvHeads > 0 && Model.KvHeads % t != 0 && t % Model.KvHeads != 0)
            yield return (Key, $"the {Model.KvHeads} key-value heads of {Model.Name} neither divide among {t} chips nor repeat evenly on them");
        if ((Model.Experts is null || Model.Experts.DenseLayers > 0) && Model.Ffn % t != 0)
            yield return (Key, $"{t} chips do not divide the ffn width {Model.Ffn} of {Model.Name}");
        if (Model.Experts is { } moe && moe.ExpertFfn % t != 0)
            yield return (Key, $"{t} chips do not divide the expert width {moe.ExpertFfn} of {Model.Name}");
    }
}
