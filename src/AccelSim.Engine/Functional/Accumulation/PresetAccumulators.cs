using System.Collections.Immutable;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>Carries presets out: the numbers are data (<c>configs/accumulators</c>), the sums are here.</summary>
public static class PresetAccumulators
{
    /// <summary>Models of sums with scales inside, which only presets name: a new one is a line here.</summary>
    public static ImmutableArray<string> BlockModels { get; } = ["st_fdpa", "gst_fdpa"];

    /// <summary>The accumulator of a preset for two of its input formats.</summary>
    /// <exception cref="ArgumentException">A format is not among the inputs, or the operands of the preset have scales.</exception>
    public static DotAccumulator Build(this AccumulatorPreset preset, ScalarFormat left, ScalarFormat right)
    {
        Require(preset, left, right);
        return preset.Block is null
            ? AccumulatorCatalogue.Build(preset.Accumulator, left, right)
            : throw new ArgumentException($"{preset} is block-scaled", nameof(preset));
    }

    /// <summary>The accumulator of a block-scaled preset for two of its input formats.</summary>
    /// <exception cref="ArgumentException">A format is not among the inputs, or the preset is not block-scaled.</exception>
    public static ScaledDotAccumulator BuildScaled(this AccumulatorPreset preset, ScalarFormat left, ScalarFormat right)
    {
        Require(preset, left, right);
        PresetBlock block = preset.Block ?? throw new ArgumentException($"{preset} is not block-scaled", nameof(preset));
        return preset.Accumulator.Model switch
        {
            "st_fdpa" => new StFdpa(left, right, block.Scale, block.Size, preset.Parameters()),
            "gst_fdpa" => new GstFdpa(left, right, block.Scale, block.Size, preset.Parameters()),
            _ => throw new ArgumentException($"unknown model '{preset.Accumulator.Model}'; known are {string.Join(", ", BlockModels)}", nameof(preset)),
        };
    }

    /// <summary>L, F, rho and e0.</summary>
    public static TFdpaParameters Parameters(this AccumulatorPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return TFdpaParameters.Of(preset.Accumulator);
    }

    private static void Require(AccumulatorPreset preset, ScalarFormat left, ScalarFormat right)
    {
        ArgumentNullException.ThrowIfNull(preset);
        if (!preset.Inputs.Contains(left) || !preset.Inputs.Contains(right))
            throw new ArgumentException($"{preset} takes {string.Join(", ", preset.Inputs)}, not {left} x {right}");
    }
}
