namespace AccelSim.Input.Formats;

/// <summary>A format as a user declares it: exactly one of the four forms.</summary>
public sealed record FormatDeclaration
{
    public required string Name { get; init; }

    /// <summary>Bits of a signed integer on the symmetric range.</summary>
    public int? Integer { get; init; }

    public DeclaredFloat? Float { get; init; }

    public DeclaredBlock? Block { get; init; }

    /// <summary>Another spelling that the name stands for.</summary>
    public string? Alias { get; init; }
}
