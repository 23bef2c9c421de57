namespace AccelSim.Model.Measured;

/// <summary>What was measured.</summary>
public enum MeasuredKind
{
    Gemm,
    Attention,
    Collective,
    Vector,
}
