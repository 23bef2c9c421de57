using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Machines;

namespace AccelSim.Gpu.Probes;

/// <summary>Silicon against a prediction, element by element.</summary>
/// <param name="Probe">Name of the probe.</param>
/// <param name="Family">Name of the generator.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Model">Model, or empty where there is none.</param>
/// <param name="Count">Elements and those that differ; with no model no element is compared.</param>
/// <param name="IsJudged">Whether a difference is a fault: the model reproduces recordings of this instruction and the operands are ordinary. Else the answer was open.</param>
/// <param name="First">The first difference in words, or empty.</param>
public sealed record ProbeComparison(string Probe, string Family, int Seed, string Model, CheckCount Count, bool IsJudged, string First)
{
    /// <summary>Compares a record of silicon with what the model of its generation says.</summary>
    /// <exception cref="FormatException">The record does not fit its generator.</exception>
    public static ProbeComparison Of(GpuGeneration? generation, ProbeRecord silicon)
    {
        ArgumentNullException.ThrowIfNull(silicon);
        ProbeInputs inputs = silicon.Inputs();
        ProbeModel? model = generation is null ? null : ProbeModel.Of(generation, inputs.Probe);
        if (model is null)
            return new(silicon.Probe, silicon.Family, silicon.Seed, "", default, false, "");
        uint[] predicted = model.Predict(inputs), found = silicon.Codes(inputs.Probe.Output);
        long wrong = 0;
        string first = "";
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] == predicted[i])
                continue;
            int perTile = inputs.Probe.Rows * TensorProbe.Columns;
            if (wrong++ == 0)
                first = $"tile {i / perTile} row {i % perTile / TensorProbe.Columns} column {i % TensorProbe.Columns}: predicted {predicted[i]:x8} found {found[i]:x8}";
        }
        return new(silicon.Probe, silicon.Family, silicon.Seed, model.Name, new(found.Length, wrong), Judged(inputs, model), first);
    }

    /// <summary>FP8 wgmma was recorded with c = 0 in a single instruction only.</summary>
    private static bool Judged(ProbeInputs inputs, ProbeModel model) => inputs.Family.IsOrdinary
        && (model.Evidence == Evidence.Verified || model.Accumulator is Int32Sum)
        && (!inputs.Probe.Name.StartsWith("wgmma", StringComparison.Ordinal) || model.Accumulator is Int32Sum || inputs.Family.Name == "zero-start");
}
