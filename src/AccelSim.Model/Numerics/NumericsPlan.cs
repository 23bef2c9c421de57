namespace AccelSim.Model.Numerics;

/// <summary>On what data the accuracy of a workload is measured. Immutable; equal plans give equal metrics.</summary>
public sealed record NumericsPlan
{
    public static NumericsPlan Default { get; } = new();

    /// <summary>Weights of every linear layer, [N', K].</summary>
    public TensorData Weights { get; init; } = TensorData.Gaussian;

    /// <summary>Inputs of every linear layer, [M', K].</summary>
    public TensorData Activations { get; init; } = TensorData.Gaussian;

    public long Seed { get; init; }

    /// <summary>Rows and columns of the output block that is computed: M' = N'.</summary>
    public int Sample { get; init; } = 32;

    /// <summary>What results are held against: the product of the tensors as drawn, or (true) of the quantised ones, which leaves the error of the sums alone.</summary>
    public bool AgainstQuantised { get; init; }

    /// <summary>Longest K that is computed; longer ones are cut to it.</summary>
    public int MaxK { get; init; } = 16384;

    /// <summary>The longest K under a Hessian, whose inversion takes K^3 operations.</summary>
    public int MaxKCalibrated { get; init; } = 512;

    /// <summary>A llama2.c checkpoint for perplexity: a path, or one below the folder of recorded data; empty for none.</summary>
    public string Model { get; init; } = "";

    /// <summary>Token ids to score, beside the model.</summary>
    public string Tokens { get; init; } = "";

    /// <summary>Names of the sequences that are scored, separated by spaces; empty for all that do not calibrate.</summary>
    public string Sequences { get; init; } = "";

    /// <summary>Names of the sequences that calibrate, separated by spaces.</summary>
    public string Calibration { get; init; } = "";
}
