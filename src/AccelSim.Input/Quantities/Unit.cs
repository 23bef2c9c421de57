namespace AccelSim.Input.Quantities;

/// <summary>A unit of a dimension.</summary>
/// <param name="Symbol">As written after the number; case counts.</param>
/// <param name="Factor">Base units in one of this unit, exact.</param>
/// <param name="IsAlias">Understood, never written.</param>
public sealed record Unit(string Symbol, decimal Factor, bool IsAlias = false);
