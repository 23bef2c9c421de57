using System.Collections.Immutable;

namespace AccelSim.Gpu.Probes;

/// <summary>Predictions: what the models say before any silicon is asked.</summary>
public static class ProbePredictions
{
    /// <summary>Seed and size of the published set, and of a larger one that is made before a recording.</summary>
    public const int Seed = 1, LargeSeed = 2, LargeFactor = 4;

    /// <summary>Tiles of the published set: 512 elements either way.</summary>
    public static int TilesOf(TensorProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return 64 / probe.Rows;
    }

    /// <summary>All sets of operands of a probe: the published families, and with <paramref name="large"/> bigger ones under another seed.</summary>
    public static IEnumerable<ProbeInputs> Inputs(TensorProbe probe, bool large) =>
        ProbeFamily.For(probe).SelectMany(family => (int[])(large ? [Seed, LargeSeed] : [Seed]),
            (family, seed) => ProbeInputs.Draw(probe, family, seed, TilesOf(probe) * (seed == Seed ? 1 : LargeFactor)));

    /// <summary>The prediction for some operands.</summary>
    public static ProbeRecord Of(ProbeModel model, ProbeInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        return new()
        {
            Kind = ProbeRecord.Predicted,
            Probe = inputs.Probe.Name,
            Family = inputs.Family.Name,
            Source = model.Name,
            Mnemonic = inputs.Probe.Mnemonic,
            InputHash = inputs.Hash,
            Seed = inputs.Seed,
            Tiles = inputs.Tiles,
            Results = ProbeInputs.ResultBytes(model.Predict(inputs), inputs.Probe.Output),
        };
    }

    /// <summary>Writes a file a probe that the generation runs and the engine has a model for. Returns the probes written.</summary>
    public static ImmutableArray<TensorProbe> Write(GpuGeneration generation, string folder, bool large = false)
    {
        ArgumentNullException.ThrowIfNull(generation);
        Directory.CreateDirectory(folder);
        var written = ImmutableArray.CreateBuilder<TensorProbe>();
        foreach (TensorProbe probe in generation.Probes)
        {
            if (ProbeModel.Of(generation, probe) is not { } model)
                continue;
            using FileStream file = File.Create(Path.Combine(folder, FileName(probe)));
            foreach (ProbeInputs inputs in Inputs(probe, large)) ProbeRecordFile.Write(file, Of(model, inputs));
            file.Flush(flushToDisk: true);
            written.Add(probe);
        }
        return written.ToImmutable();
    }

    /// <summary>Name of the file of a probe.</summary>
    public static string FileName(TensorProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return probe.Name + ".bin";
    }
}
