using System.Collections.Immutable;
using AccelSim.Explore.Speculation;
using AccelSim.Model.Machines;
using AccelSim.Model.Speculation;

namespace AccelSim.Cli.Verbs;

/// <summary>What <c>speculate</c> was asked.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Workload">Name of the workload.</param>
/// <param name="Target">Model, formats and chips.</param>
/// <param name="Axes">What is combined.</param>
/// <param name="Trace">Accepted counts to replay, or null.</param>
/// <param name="Requests">Requests to serve, or null.</param>
/// <param name="DeadlineMs">Of a good request, per output token; null for the default.</param>
/// <param name="Files">Files read beside machine and workload.</param>
internal sealed record SpeculateCase(Machine Machine, string Workload, SpeculationTarget Target, PlanAxes Axes, ImmutableArray<AcceptanceStep>? Trace,
    ImmutableArray<ServedRequest>? Requests, double? DeadlineMs, ImmutableArray<string> Files);
