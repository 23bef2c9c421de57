namespace AccelSim.Model.Numerics;

/// <summary>Importance of an input channel, by which a static activation mask is made (sq-format.md section 5.2; switch <c>act_score</c>).</summary>
public enum ActivationScore
{
    /// <summary>| mean|A_k| * sum_n W[k,n] |, as published.</summary>
    Signed,

    /// <summary>mean|A_k| * sum_n |W[k,n]|.</summary>
    Abs,

    /// <summary>mean|A_k| * sqrt(sum_n W[k,n]^2).</summary>
    L2,
}
