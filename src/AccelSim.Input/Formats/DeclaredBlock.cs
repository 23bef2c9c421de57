namespace AccelSim.Input.Formats;

/// <summary>Blocks of elements under one scale.</summary>
/// <param name="Element">Scalar format of the elements.</param>
/// <param name="Size">Elements along K per block.</param>
/// <param name="Scale">Scalar format of the scale.</param>
/// <param name="TensorScale">Scalar format of one more scale per tensor, or null.</param>
/// <param name="ElementExponent">Fixed power of two on every element.</param>
public sealed record DeclaredBlock(string Element, int Size, string Scale, string? TensorScale, int ElementExponent);
