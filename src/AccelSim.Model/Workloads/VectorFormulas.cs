using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>
/// Work per element of the vector operations of a language model, counted from the formula beside each. What happens once per row (roots,
/// reciprocals of a norm or a scale) is left out.
/// </summary>
public static class VectorFormulas
{
    /// <summary>y = x r g with r = 1 / sqrt(mean(x^2)): square, add, times r, times gain.</summary>
    public static VectorWork RmsNorm { get; } = new(Adds: 1, Multiplies: 3, Exps: 0, Converts: 0);

    /// <summary>x + y.</summary>
    public static VectorWork Add { get; } = new(1, 0, 0, 0);

    /// <summary>x cos(a) +- x' sin(a) for every element; angles are a table.</summary>
    public static VectorWork Rope { get; } = new(1, 2, 0, 0);

    /// <summary>argmax: one comparison.</summary>
    public static VectorWork Compare { get; } = new(1, 0, 0, 0);

    /// <summary>Softmax over experts (maximum, subtract, exp, sum, divide), then <paramref name="active"/> passes of a maximum.</summary>
    public static VectorWork RouterTopK(int active) => new(3 + active, 1, 1, 0);

    /// <summary>Weighted sum of the outputs of <paramref name="active"/> experts and of <paramref name="shared"/> unweighted tensors.</summary>
    public static VectorWork Combine(int active, int shared) => new(active - 1 + shared, active, 0, 0);

    /// <summary>
    /// Writing a format: nothing for equal formats, one conversion for wide ones; narrow ones also take the maximum of magnitudes for the scale
    /// and a product with its reciprocal. SQ-format has two parts, so two maxima.
    /// </summary>
    public static VectorWork Write(NumberFormat from, NumberFormat to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from == to)
            return default;
        return to switch
        {
            SqFormat => new(2, 1, 0, 1),
            PlainFormat { Scale: null } => new(0, 0, 0, 1),
            _ => new(1, 1, 0, 1),
        };
    }

    /// <summary>Work per inner element of a feed-forward block, the product with the gate included.</summary>
    public static VectorWork Activation(ActivationFunction function) => function switch
    {
        // x * sigmoid(x) * up.
        ActivationFunction.SwiGlu => new(0, 2, 1, 0),
        // x/2 * (1 + tanh(c (x + 0.044715 x^3))) * up: cube 2, coefficient, c, half, product, up.
        ActivationFunction.GeGlu => new(2, 7, 1, 0),
        // min(x), clamp(up) from both sides, sigmoid(1.702 x), x * that, (up + 1) * that.
        ActivationFunction.SwiGluClamped => new(4, 3, 1, 0),
        ActivationFunction.Gelu => new(2, 6, 1, 0),
        ActivationFunction.Relu => new(1, 0, 0, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "no formula"),
    };
}
