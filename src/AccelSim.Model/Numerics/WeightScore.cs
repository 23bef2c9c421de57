namespace AccelSim.Model.Numerics;

/// <summary>Importance of a weight, by which the high elements of a bank are chosen (sq-format.md section 5.1; switch <c>score</c>).</summary>
public enum WeightScore
{
    /// <summary>w^2 / ((H^-1)[k,k])^2, as published.</summary>
    Literal,

    /// <summary>w^2 / U[k,k]^2, U the upper Cholesky factor of H^-1 (SparseGPT).</summary>
    Cholesky,

    /// <summary>w^2 / (H^-1)[k,k], the optimal-brain-surgeon score.</summary>
    Obs,

    /// <summary>(w - round_low(w))^2 / ((H^-1)[k,k])^2, the low scale taken from the low group of the literal choice.</summary>
    RoundingLoss,

    /// <summary>w^2 alone. Not of the publication: a comparison, since every other score may leave large weights in the low group and widen its scale.</summary>
    Magnitude,
}
