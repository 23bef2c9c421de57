using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Functional.Quantisation.Grids;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>
/// Algorithms 1 and 2 of the SQ-format publication (sq-format.md section 5) and the comparisons, for one linear layer: smoothing, importance, masks,
/// rounding with or without GPTQ error feedback. Without calibration data: magnitude and rounding to nearest.
/// </summary>
public static class WeightQuantiser
{
    /// <param name="weights">By column, [n, k].</param>
    /// <param name="n">Output columns.</param>
    /// <param name="k">Input channels.</param>
    /// <param name="format">Target of the weights; with SQ activations the element type alone counts, its scales follow <c>w_scale</c>.</param>
    /// <param name="activations">Format of the activations; null where they stay as they are.</param>
    /// <param name="calibration">Inputs of the layer; null for none. A static activation mask and smoothing need it; importance and error feedback need its correlations too.</param>
    /// <param name="options">The open points.</param>
    /// <exception cref="ArgumentException">Extents disagree, or a format cannot serve.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity among the weights; a Hessian that is not positive definite.</exception>
    public static QuantisedWeights Quantise(
        ReadOnlySpan<float> weights, int n, int k, NumberFormat format, NumberFormat? activations = null, Calibration? calibration = null,
        QuantisationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        options ??= QuantisationOptions.Default;
        format = options.Complete(format, OperandRole.Weights);
        activations = activations is null ? null : options.Complete(activations, OperandRole.Activations);
        if (weights.Length != (long)n * k || (calibration is not null && calibration.K != k))
            throw new ArgumentException($"{weights.Length} weights and a calibration of {calibration?.K} channels do not fit {n} columns of {k}");
        if (options.WBitsHighRows is not (4 or 8))
            throw new ArgumentException($"weights under high activations take 4 or 8 bits, not {options.WBitsHighRows}");
        float[] sigma = options.SmoothAlpha is { } alpha && calibration is not null ? Smoothing.Factors(calibration.Largest, weights, alpha) : [];
        float[] smoothed = sigma.Length == 0 ? weights.ToArray() : Smoothing.Weights(weights, sigma);
        Hessian? hessian = calibration is { HasCorrelations: true } ? new Hessian(calibration, sigma, options.Damping) : null;
        Hessian? feedback = options.GptqFeedback ? hessian : null;
        bool[] mask = [];
        if (activations is SqFormat sqActivations)
        {
            if (sqActivations.MaskFor(OperandRole.Activations) == SqMask.Static)
                mask = StaticMask(sqActivations, smoothed, sigma, calibration, options);
            format = UnderSqActivations(format, sqActivations, options);
        }
        QuantisedWeights quantised = format switch
        {
            SqFormat sq => Sq(smoothed, n, k, sq, hessian, feedback, options),
            TwoFourFormat twoFour => TwoFour(smoothed, n, k, twoFour, feedback, options),
            PlainFormat plain when options.WBitsHighRows == 8 && mask.Length > 0 =>
                HighRows(smoothed, n, k, plain, (SqFormat)activations!, mask, feedback),
            _ => Coded(smoothed, n, k, format, feedback),
        };
        return quantised with { Sigma = sigma, Activations = activations, ActivationMask = mask, Order = options.SumOrder };
    }

    /// <summary>The algorithm's mask: [stored K], h high channels in every bank.</summary>
    private static bool[] StaticMask(SqFormat format, float[] smoothed, float[] sigma, Calibration? calibration, QuantisationOptions options)
    {
        if (calibration is null)
            throw new ArgumentException($"{format}: a static mask is made from calibration data; give some, or use a dynamic mask");
        double[] importance = ActivationImportance.Of(options.ActScore, calibration, sigma, smoothed);
        return BankSelection.Top<double>(importance, 1, importance.Length, format.Bank, format.HighPerBank);
    }

    private static NumberFormat UnderSqActivations(NumberFormat format, SqFormat activations, QuantisationOptions options)
    {
        if (format is SqFormat)
            throw new ArgumentException("only one operand of a GEMM can be in SQ-format");
        if (format is not PlainFormat { Group: 0, Scale: not null } && options.WBitsHighRows == 8)
            throw new ArgumentException($"rows of 8 bits under high activations need a plain format such as int4, not {format}");
        return options.Beside(format, activations);
    }

    private static QuantisedWeights Sq(
        float[] weights, int n, int k, SqFormat format, Hessian? hessian, Hessian? feedback, QuantisationOptions options)
    {
        bool[] mask = hessian is null
            ? BankSelection.Top<float>(Array.ConvertAll(weights, MathF.Abs), n, k, format.Bank, format.HighPerBank)
            : BankSelection.Top<double>(WeightImportance.Of(options.Score, weights, n, hessian, format), n, k, format.Bank, format.HighPerBank);
        var grid = new SqGrid(format, n, k, mask);
        float[] values = ErrorFeedback.Sweep(grid, weights, n, k, feedback);
        SqMatrix matrix = grid.ToMatrix();
        return new() { Format = format, Operand = GemmOperand.Of(matrix), Values = values, Sq = matrix };
    }

    private static QuantisedWeights TwoFour(
        float[] weights, int n, int k, TwoFourFormat format, Hessian? feedback, QuantisationOptions options)
    {
        var grid = new TwoFourGrid(format, weights, n, k, options.SparseGptMask ? feedback : null);
        float[] values = ErrorFeedback.Sweep(grid, weights, n, k, feedback);
        return new() { Format = format, Operand = GemmOperand.Of(grid.ToMatrix()), Values = values };
    }

    private static QuantisedWeights Coded(
        float[] weights, int n, int k, NumberFormat format, Hessian? feedback)
    {
        if (feedback is null)
        {
            CodedMatrix matrix = format is PlainFormat plain ? PlainQuantizer.Quantize(plain, weights, n, k) : BlockQuantizer.Quantize((BlockScaledFormat)format, weights, n, k);
            return new() { Format = format, Operand = GemmOperand.Of(matrix), Values = matrix.Dequantize() };
        }
        var grid = new CodedGrid(format, weights, n, k);
        float[] values = ErrorFeedback.Sweep(grid, weights, n, k, feedback);
        return new() { Format = format, Operand = GemmOperand.Of(grid.ToMatrix()), Values = values };
    }

    /// <summary>Switch <c>w_bits_high_rows</c> 8: rows of high channels in the activations' high type, with scales of their own.</summary>
    private static QuantisedWeights HighRows(
        float[] weights, int n, int k, PlainFormat format, SqFormat activations, bool[] mask, Hessian? feedback)
    {
        var grid = new RowGrid(format, new PlainFormat(activations.High, format.Group, format.Scale), weights, n, k, mask);
        float[] values = ErrorFeedback.Sweep(grid, weights, n, k, feedback);
        return new() { Format = format, Operand = grid.ToOperand(), Values = values };
    }
}
