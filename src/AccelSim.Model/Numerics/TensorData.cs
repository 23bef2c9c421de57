namespace AccelSim.Model.Numerics;

/// <summary>What a synthetic tensor is made of.</summary>
public sealed record TensorData
{
    public static TensorData Gaussian { get; } = new();

    public TensorDistribution Distribution { get; init; } = TensorDistribution.Gaussian;

    /// <summary>Degrees of freedom of the t distribution, at least 3 (its variance is finite). 5 is about what weights and activations of language models fit (arXiv 2405.03103).</summary>
    public int Degrees { get; init; } = 5;

    /// <summary>Fraction of the elements that are outliers.</summary>
    public double OutlierFraction { get; init; } = 0.01;

    /// <summary>How many times larger they are.</summary>
    public double OutlierScale { get; init; } = 10;

    /// <summary>Fraction of the channels (k) of which every element is multiplied by <see cref="ChannelScale"/>; at least one channel where it is not 0.</summary>
    public double ChannelFraction { get; init; }

    /// <summary>20 is what LLM.int8() reports of the outlier features of activations (arXiv 2208.07339).</summary>
    public double ChannelScale { get; init; } = 20;
}
