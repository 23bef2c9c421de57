namespace AccelSim.Engine.Kernels;

/// <summary>Which library runs the all-reduce, and whether its numbers can be summed in a switch.</summary>
/// <param name="Chips">Chips that take part.</param>
/// <param name="Bytes">Bytes of the buffer on each.</param>
/// <param name="Custom">The framework's own kernel for small messages is at hand.</param>
/// <param name="Floating">Floating point: switches sum these only.</param>
public readonly record struct CollectiveShape(int Chips, double Bytes, bool Custom, bool Floating);
