using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Probes;

/// <summary>Results of one probe on one family: predicted, or given by silicon. Operands are not kept, since the generator gives them again.</summary>
public sealed record ProbeRecord
{
    /// <summary>Kind of records that a model made.</summary>
    public const string Predicted = "predicted";

    /// <summary>Kind of records that a GPU gave.</summary>
    public const string Silicon = "silicon";

    /// <summary><see cref="Predicted"/> or <see cref="Silicon"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of a <see cref="TensorProbe"/>.</summary>
    public required string Probe { get; init; }

    /// <summary>Name of a <see cref="ProbeFamily"/>: the generator.</summary>
    public required string Family { get; init; }

    /// <summary>Model of a prediction; GPU of a recording.</summary>
    public required string Source { get; init; }

    /// <summary>Such as <c>sm_90</c>; empty in predictions.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Version of the driver; empty in predictions.</summary>
    public string Driver { get; init; } = "";

    /// <summary>SHA-256 of the machine code that ran; empty in predictions.</summary>
    public string CubinHash { get; init; } = "";

    /// <summary>The PTX instruction.</summary>
    public required string Mnemonic { get; init; }

    /// <summary>SHA-256 of the operands.</summary>
    public required string InputHash { get; init; }

    /// <summary>Seed of the generator.</summary>
    public required int Seed { get; init; }

    /// <summary>Tiles.</summary>
    public required int Tiles { get; init; }

    /// <summary>D, [tiles, rows, 8], 2 or 4 bytes each.</summary>
    public required byte[] Results { get; init; }

    /// <summary>Draws the operands of the record again.</summary>
    /// <exception cref="FormatException">The probe or the generator is unknown, or does not give these operands any more.</exception>
    public ProbeInputs Inputs()
    {
        TensorProbe probe = TensorProbes.Find(Probe) ?? throw new FormatException($"unknown probe '{Probe}'");
        ProbeFamily family = ProbeFamily.Find(probe, Family) ?? throw new FormatException($"unknown generator '{Family}' of {Probe}");
        ProbeInputs inputs = ProbeInputs.Draw(probe, family, Seed, Tiles);
        if (inputs.Hash != InputHash)
            throw new FormatException($"the operands of {Probe}/{Family} were {InputHash[..Math.Min(12, InputHash.Length)]}.., the generator now gives {inputs.Hash[..12]}..");
        if (Results.Length != inputs.C.Length * (probe.Output.Bits / 8))
            throw new FormatException($"{Results.Length} bytes of results are not those of {inputs.C.Length} elements of {probe.Output}");
        return inputs;
    }

    /// <summary>Results as codes of the probe's output format.</summary>
    public uint[] Codes(ScalarFormat output) => ProbeInputs.Results(Results, output);
}
