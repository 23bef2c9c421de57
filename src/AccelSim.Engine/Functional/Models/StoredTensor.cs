namespace AccelSim.Engine.Functional.Models;

/// <summary>One tensor of a weight file, widened exactly to fp32.</summary>
/// <param name="Shape">Extents, outermost first.</param>
/// <param name="Values">Row-major, all finite.</param>
public sealed record StoredTensor(IReadOnlyList<int> Shape, float[] Values);
