namespace AccelSim.Engine.Functional.Execution;

/// <summary>What a functional run computed and moved.</summary>
/// <param name="Sums">Per instance, in order of the shapes, the outputs as they leave the accumulators in fp32, before the output format.</param>
/// <param name="Macs">Multiply-accumulates carried out; as <c>OperationCounters.IssuedMacs</c>.</param>
/// <param name="DramReadBytes">Bytes of loads from memory.</param>
/// <param name="DramWriteBytes">Bytes of stores.</param>
/// <param name="Steps">Steps executed.</param>
public sealed record FunctionalResult(IReadOnlyList<float[]> Sums, long Macs, long DramReadBytes, long DramWriteBytes, long Steps);
