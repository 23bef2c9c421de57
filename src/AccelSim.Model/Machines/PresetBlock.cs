using AccelSim.Model.Formats;

namespace AccelSim.Model.Machines;

/// <summary>Scales that a block-scaled instruction applies inside its sum.</summary>
/// <param name="Scale">Type of the scales.</param>
/// <param name="Size">Terms under one of them.</param>
public sealed record PresetBlock(ScalarFormat Scale, int Size);
