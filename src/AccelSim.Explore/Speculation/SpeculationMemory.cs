using System.Globalization;

namespace AccelSim.Explore.Speculation;

/// <summary>Bytes per chip that a speculative run keeps in memory.</summary>
/// <param name="Weights">The target's.</param>
/// <param name="Kv">The target's cache with room for the tokens under verification.</param>
/// <param name="Activations">Largest tensors of a verification.</param>
/// <param name="DraftWeights">Of a draft model; of heads; of the target in the draft's formats where they differ, since neither copy holds the other.</param>
/// <param name="DraftKv">Keys and values, or codes, that the draft keeps for itself.</param>
public sealed record SpeculationMemory(long Weights, long Kv, long Activations, long DraftWeights, long DraftKv)
{
    public long Total => checked(Weights + Kv + Activations + DraftWeights + DraftKv);

    public override string ToString() =>
        $"weights {Gigabytes(Weights)} + KV cache {Gigabytes(Kv)} + activations {Gigabytes(Activations)} + draft weights {Gigabytes(DraftWeights)} + draft KV cache {Gigabytes(DraftKv)} = {Gigabytes(Total)}";

    /// <summary>Why it does not fit, or null.</summary>
    public string? Fault(long capacity) => Total <= capacity ? null : $"{this} per chip exceed memory.capacity of {Gigabytes(capacity)}";

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.###} GB");
}
