using AccelSim.Engine.Functional.Quantisation;

namespace AccelSim.Engine.Functional.Models;

/// <summary>Inputs of the linear layers of one block over a calibration set; layers that read the same vector share it.</summary>
/// <param name="AttentionInput">Of query, key and value.</param>
/// <param name="AttentionOutput">Of the output projection.</param>
/// <param name="FeedForwardInput">Of gate and up.</param>
/// <param name="FeedForwardHidden">Of down.</param>
public sealed record LlamaCalibration(
    Calibration AttentionInput, Calibration AttentionOutput, Calibration FeedForwardInput, Calibration FeedForwardHidden)
{
    /// <summary>Runs sequences through the fp32 model; one result per block.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="sequences">Token ids.</param>
    /// <param name="correlations">Whether a Hessian can be made of the result.</param>
    public static IReadOnlyList<LlamaCalibration> Collect(LlamaWeights weights, IEnumerable<IReadOnlyList<int>> sequences, bool correlations = true)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(sequences);
        LlamaShape s = weights.Shape;
        LlamaCalibration[] collected = [.. Enumerable.Range(0, s.Layers).Select(_ => new LlamaCalibration(
            new Calibration(s.Dim, correlations), new Calibration(s.Dim, correlations), new Calibration(s.Dim, correlations), new Calibration(s.HiddenDim, correlations)))];
        var network = new LlamaNetwork(weights, [.. collected.Select((c, i) => Observe(LlamaNetwork.SingleBlock(s, weights.Layers[i]), c))]);
        foreach (IReadOnlyList<int> sequence in sequences)
            new LlamaSession(network).Forward([.. sequence]);
        return collected;
    }

    private static LlamaBlock Observe(LlamaBlock block, LlamaCalibration c) => block with
    {
        Query = new ObservedLinear(block.Query, c.AttentionInput),
        Output = new ObservedLinear(block.Output, c.AttentionOutput),
        Gate = new ObservedLinear(block.Gate, c.FeedForwardInput),
        Down = new ObservedLinear(block.Down, c.FeedForwardHidden),
    };
}
