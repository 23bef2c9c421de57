using System.Collections.Immutable;

namespace AccelSim.Model.Measured;

/// <summary>Calibrated constants of one family of kernels on one generation of tensor cores.</summary>
/// <param name="Generation"><c>synchronous</c> or <c>asynchronous</c>.</param>
/// <param name="Family">For instance <c>dense16</c>.</param>
/// <param name="Constants">Names with values; the engine knows units and meanings.</param>
public sealed record CalibratedFamily(string Generation, string Family, ImmutableArray<KeyValuePair<string, double>> Constants);
