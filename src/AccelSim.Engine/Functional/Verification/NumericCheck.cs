namespace AccelSim.Engine.Functional.Verification;

/// <summary>A statement about the arithmetic that can be put to the test; the same arguments give the same counts.</summary>
/// <param name="Name">Short and without commas, as it stands in the table.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Run">Makes all comparisons.</param>
public sealed record NumericCheck(string Name, string Description, Func<CheckCount> Run)
{
    public override string ToString() => Name;
}
