namespace AccelSim.Model.Numerics;

/// <summary>How much of Algorithms 1 and 2 of the SQ-format publication is run before the operands are rounded.</summary>
public enum QuantisationMethod
{
    /// <summary>Round to nearest; high elements are the largest. Needs no data, save a static mask, which takes the mean magnitude of channels.</summary>
    Nearest,

    /// <summary>As <see cref="Nearest"/>, after smoothing.</summary>
    Smoothed,

    /// <summary>Smoothing, importance under a Hessian and GPTQ error feedback, each as its switch says.</summary>
    Calibrated,
}
