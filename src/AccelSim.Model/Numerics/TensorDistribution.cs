namespace AccelSim.Model.Numerics;

/// <summary>How the elements of a synthetic tensor are drawn, before channels are scaled; mean 0 throughout.</summary>
public enum TensorDistribution
{
    /// <summary>Normal, variance 1.</summary>
    Gaussian,

    /// <summary>Student t with whole degrees of freedom, scaled to variance 1.</summary>
    HeavyTailed,

    /// <summary>Normal, variance 1, a fraction of the elements multiplied by a scale.</summary>
    Outliers,
}
