namespace AccelSim.Model.Workloads;

/// <summary>What a step of a language model does with its sequences.</summary>
public enum Phase
{
    /// <summary>All tokens of the prompt at once; yields the first token.</summary>
    Prefill,

    /// <summary>One new token per sequence.</summary>
    Decode,

    /// <summary>gamma + 1 new tokens per sequence, judged together.</summary>
    Verify,
}
