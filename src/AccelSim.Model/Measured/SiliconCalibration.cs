using System.Collections.Immutable;

namespace AccelSim.Model.Measured;

/// <summary>What no vendor publishes, found from measured kernels (configs/silicon).</summary>
public sealed record SiliconCalibration(string Name, ImmutableArray<CalibratedFamily> Families);
