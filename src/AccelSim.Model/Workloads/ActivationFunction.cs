namespace AccelSim.Model.Workloads;

/// <summary>What stands between the two linear layers of a feed-forward block; the gated ones multiply by a second projection.</summary>
public enum ActivationFunction
{
    /// <summary>x sigmoid(x) times up (Shazeer, arXiv 2002.05202).</summary>
    SwiGlu,

    /// <summary>gelu(x) times up, tanh form.</summary>
    GeGlu,

    /// <summary>gpt-oss: both inputs clamped, x sigmoid(1.702 x) times (up + 1).</summary>
    SwiGluClamped,

    /// <summary>gelu(x), tanh form, no gate.</summary>
    Gelu,

    /// <summary>max(x, 0), no gate.</summary>
    Relu,
}
