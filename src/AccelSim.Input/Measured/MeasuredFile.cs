using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Measured;

namespace AccelSim.Input.Measured;

/// <summary>A file of measured kernels: its good rows, and every problem with its place.</summary>
/// <param name="Rows">Rows without a problem.</param>
/// <param name="Problems">Empty when every row is good.</param>
/// <param name="BadRows">Rows that have problems.</param>
/// <param name="Unusable">The file has no rows to read: missing, not UTF-8, a column missing.</param>
public sealed record MeasuredFile(ImmutableArray<MeasuredKernel> Rows, ImmutableArray<Problem> Problems, int BadRows, bool Unusable);
