using System.Collections.Immutable;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>One combination of the axes.</summary>
/// <param name="Number">From 0, last axis fastest; excluded combinations keep their number.</param>
/// <param name="Machine">Name or path.</param>
/// <param name="Workload">Name or path; <c>gemm</c> or <c>attention</c> where the sweep describes one operation.</param>
/// <param name="MachineOverrides">For the machine file.</param>
/// <param name="WorkOverrides">For the workload or operation, prefix removed.</param>
/// <param name="Cells">Values of <see cref="Sweep.Columns"/>.</param>
/// <param name="Excluded">Whether a constraint rules the combination out.</param>
public sealed record SweepPoint(
    long Number, string Machine, string Workload, ImmutableArray<Override> MachineOverrides, ImmutableArray<Override> WorkOverrides,
    ImmutableArray<string> Cells, bool Excluded);
