using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Gpu.Probes;

/// <summary>What the engine says an instruction computes, and what that rests on.</summary>
/// <param name="Name">A preset of the engine, or the integer accumulator.</param>
/// <param name="Accumulator">Computes one element.</param>
/// <param name="Evidence">See <see cref="Model.Machines.Evidence"/>.</param>
public sealed record ProbeModel(string Name, DotAccumulator Accumulator, Evidence Evidence)
{
    /// <summary>The model of a probe on a generation, or null where the engine has none.</summary>
    public static ProbeModel? Of(GpuGeneration generation, TensorProbe probe)
    {
        ArgumentNullException.ThrowIfNull(generation);
        ArgumentNullException.ThrowIfNull(probe);
        if (probe.Output == ScalarFormats.Int32)
        {
            bool saturates = probe.Name.EndsWith("satfinite", StringComparison.Ordinal);
            return new(saturates ? "int32_saturate" : "int32_wrap", new Int32Sum(probe.Left, probe.Right, saturates, saturates ? probe.Terms : 0), Evidence.Published);
        }
        string type = probe.Left.Bits == 8 ? "fp8" : probe.Left.Name;
        string instruction = probe.Name[..probe.Name.IndexOf('.', StringComparison.Ordinal)];
        return EmbeddedPresets.All.Find($"{generation}.{instruction}.{type}.{probe.Output}") is { } preset
            ? new(preset.Name, preset.Build(probe.Left, probe.Right), preset.Status)
            : null;
    }

    /// <summary>D of all tiles.</summary>
    public uint[] Predict(ProbeInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        uint[] sums = [.. inputs.C];
        int rows = inputs.Probe.Rows, perTile = rows * TensorProbe.Columns;
        for (int tile = 0; tile < inputs.Tiles; tile++)
        {
            Accumulator.Multiply(new DotShape(rows, TensorProbe.Columns, inputs.Terms), inputs.A.AsSpan(tile * rows * inputs.Terms, rows * inputs.Terms),
                inputs.B.AsSpan(tile * TensorProbe.Columns * inputs.Terms, TensorProbe.Columns * inputs.Terms), sums.AsSpan(tile * perTile, perTile));
        }
        return sums;
    }
}
