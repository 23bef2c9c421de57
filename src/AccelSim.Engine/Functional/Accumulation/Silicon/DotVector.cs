namespace AccelSim.Engine.Functional.Accumulation.Silicon;

/// <summary>One recorded dot product: d = c + sum a[i] * b[i] as the hardware gave it. All are codes of the file's formats.</summary>
public sealed record DotVector(uint[] A, uint[] B, uint C, uint D);
