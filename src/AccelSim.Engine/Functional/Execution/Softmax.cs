namespace AccelSim.Engine.Functional.Execution;

/// <summary>The softmax of a whole row of scores, as every model and check beside the step stream computes it (the stream itself: <see cref="SoftmaxRows"/>).</summary>
public static class Softmax
{
    /// <summary>softmax(scale * x) in place: the exponentials of the vector unit (fp32) of differences from the largest, their sum in fp64.</summary>
    /// <param name="x">Scores of one query, one per visible token.</param>
    /// <param name="scale">Factor before the exponential, 1 / sqrt(head_dim) in attention.</param>
    public static void InPlace(Span<float> x, float scale)
    {
        float largest = float.NegativeInfinity;
        foreach (ref float value in x)
        {
            value *= scale;
            largest = MathF.Max(largest, value);
        }
        double sum = 0;
        foreach (ref float value in x)
        {
            value = VectorExp.Of(value - largest);
            sum += value;
        }
        foreach (ref float value in x)
            value = (float)(value / sum);
    }
}
