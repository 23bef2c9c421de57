using AccelSim.Engine.Functional.Accumulation.Silicon;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Accumulation.Checks;

/// <summary>Presets against results that follow from their parameters by hand.</summary>
public static class PresetChecks
{
    public static CheckCount ClosedForm(AccumulatorPresets presets)
    {
        var count = default(CheckCount);
        foreach ((AccumulatorPreset preset, ScalarFormat input) in Native(presets))
        {
            DotAccumulator model = preset.Build(input, input);
            foreach (DotVector vector in ClosedFormVectors.For(preset.Parameters(), input))
                count += CheckCount.Of(model.Dot(vector.A, vector.B, vector.C) == vector.D);
        }
        return count;
    }

    public static CheckCount Mutants(AccumulatorPresets presets)
    {
        var count = default(CheckCount);
        foreach ((AccumulatorPreset preset, ScalarFormat input) in Native(presets))
        {
            foreach (Mutation mutation in Mutation.All)
            {
                if (mutation.Change(preset.Parameters()) is { } wrong && Observable(mutation, preset.Parameters(), input))
                    count += CheckCount.Of(Noticed(wrong, preset.Parameters(), input));
            }
        }
        return count;
    }

    /// <summary>Whether any input at all tells the mistake: e0 matters only where products or results reach below it.</summary>
    public static bool Observable(Mutation mutation, TFdpaParameters parameters, ScalarFormat input) =>
        !mutation.Name.StartsWith("e0", StringComparison.Ordinal) || ClosedFormVectors.TellsZeroExponent(parameters, input);

    /// <summary>Whether a closed-form vector of the right parameters fails under wrong ones.</summary>
    public static bool Noticed(TFdpaParameters wrong, TFdpaParameters right, ScalarFormat input)
    {
        var model = new TFdpa(input, input, wrong);
        return ClosedFormVectors.For(right, input).Any(v => model.Dot(v.A, v.B, v.C) != v.D);
    }

    /// <summary>Native presets with each of their operand formats that is wide enough for the vectors.</summary>
    public static IEnumerable<(AccumulatorPreset Preset, ScalarFormat Input)> Native(AccumulatorPresets presets) =>
        from preset in presets.Native
        from input in preset.Inputs
        where ClosedFormVectors.Fits(preset.Parameters(), input)
        select (preset, input);
}
