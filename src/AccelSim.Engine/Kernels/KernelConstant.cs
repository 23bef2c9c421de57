namespace AccelSim.Engine.Kernels;

/// <summary>A number that no vendor publishes: what it means and within which bounds calibration may put it.</summary>
/// <param name="Name">Key in configs/silicon.</param>
/// <param name="Unit">Unit of the value; <c>ratio</c> where it has none.</param>
/// <param name="Start">Where calibration starts.</param>
/// <param name="Low">Least value that is physically sensible.</param>
/// <param name="High">Greatest such value.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record KernelConstant(string Name, string Unit, double Start, double Low, double High, string Meaning);
